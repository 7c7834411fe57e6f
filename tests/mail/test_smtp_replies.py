"""The effect of each reply to each command: every row of the table in docs/mail.md, with a real server."""

import ssl
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from mail.mime_messages import MailMessage
from mail.smtp_replies import readable
from mail.smtp_transport import Server, SmtpTransport
from mail.transport import ConnectionRejected, SenderRejected
from models.job import ConnectionFailure, PermanentFailure, TemporaryFailure
from tests.support.servers.smtp_servers import MailServer, listening

MAIL = MailMessage("1", "a@surety.example.jp", "b@example.jp", "件名", b"Subject: x\r\n\r\nx\r\n")
HELO_NAME = "kakusho.example.jp"


async def carried(server: MailServer, *, scheme: str = "smtp", user: str = "") -> BaseException | None:
    """The outcome of one mail."""
    relay = SmtpTransport(Server.at(f"{scheme}://{user}localhost:{server.port}"), helo_name=HELO_NAME)
    try:
        await relay.send(MAIL)
    except Exception as error:  # noqa: BLE001 -- any failure
        return error
    finally:
        await relay.close_idle()
    return None


ABOUT_US = [
    ("MAIL", "550 5.7.1 Sender not allowed"),
    ("MAIL", "530 5.7.0 Must issue a STARTTLS command first"),
    ("MAIL", "530 5.7.57 Client not authenticated to send mail"),
    ("MAIL", "553 5.1.8 <a@surety.example.jp>: Sender address rejected: Domain not found"),
    ("MAIL", "501 5.1.7 Bad sender address syntax"),
    ("MAIL", "552 5.2.2 Over quota"),
    ("MAIL", "554 go away"),
    ("MAIL", "451 4.3.0 try again"),
    ("MAIL", "450 4.7.1 too many mails"),
    ("MAIL", "421 4.7.0 too many connections"),
    ("RCPT", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"),
    ("RCPT", "550 Client host blocked"),
    ("RCPT", "554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied"),
    ("RCPT", "450 4.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]"),
    ("RCPT", "504 5.5.2 <kakusho>: Helo command rejected: need fully-qualified hostname"),
    ("RCPT", "553 5.7.1 <a@surety.example.jp>: Sender address rejected: not owned by user kakusho"),
    ("RCPT", "554 5.7.1 <b@example.jp>: SmtpTransport access denied"),
    ("RCPT", "550 relay not permitted"),
    ("RCPT", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"),
    ("RCPT", "530 5.7.0 Authentication required"),
    ("RCPT", "535 5.7.8 Authentication credentials invalid"),
    ("RCPT", "503 5.5.1 Bad sequence of commands"),
    ("RCPT", "550 5.7.1 Delivery not authorized, message refused"),
    ("RCPT", "550 5.7.606 Access denied, banned sending IP"),
    ("RCPT", "550 5.7.23 <b@example.jp>: Recipient address rejected: Message rejected due to: SPF fail"),
    ("RCPT", "550 Administrative prohibition"),
    ("RCPT", "550 送信元IPアドレスは許可されていません"),
    ("DATA", "550 5.7.26 Unauthenticated email from surety.example.jp is not accepted"),
    ("DATA", "550 5.7.25 The sending IP has no PTR record"),
    ("DATA", "421 4.7.28 Our system has detected an unusual rate of mail"),
    ("DATA", "554 5.7.1 Your IP is on a blacklist"),
    ("DATA", "554 5.7.1 Sender address rejected"),
]
FINAL = [
    ("RCPT", "550 5.1.1 No such user"),
    ("RCPT", "550 No such user here"),
    ("RCPT", "550 5.1.1 <b@example.jp>: Recipient address rejected: User unknown in relay recipient table"),
    ("RCPT", "550 5.4.1 Recipient address rejected: Access denied"),
    ("RCPT", "554 5.7.1 <b@example.jp>: Recipient address rejected: Access denied"),
    ("RCPT", "550 5.1.0 Address rejected."),
    ("RCPT", "550 5.1.10 Recipient not found"),
    ("RCPT", "550 5.2.1 The email account that you tried to reach is disabled"),
    ("RCPT", "552 5.2.2 Mailbox full"),
    ("RCPT", "551 5.1.6 User not local"),
    ("RCPT", "553 5.1.3 Bad recipient address syntax"),
    ("RCPT", "550 5.7.2 Not authorized to send to this list"),
    ("RCPT", "550 5.7.17 Mailbox owner has changed"),
    ("RCPT", "550 5.7.18 Domain owner has changed"),
    ("RCPT", "553 sorry, no mailbox here by that name (#5.1.1)"),
    ("RCPT", "550 <b@blacklist.example.jp> unknown"),
    ("RCPT", "556 5.1.10 Domain takes no mail"),
    ("DATA", "552 5.3.4 Message too big"),
    ("DATA", "554 5.6.0 Content rejected"),
    ("DATA", "554 5.7.1 Message contains a virus"),
    ("DATA", "550 5.7.1 Likely unsolicited mail"),
    ("DATA", "554 Transaction failed"),
]
TEMPORARY = [
    ("RCPT", "450 4.2.0 mailbox busy"),
    ("RCPT", "452 4.2.2 over quota"),
    ("RCPT", "450 4.2.0 <b@example.jp>: Recipient address rejected: Greylisted"),
    ("RCPT", "451 4.3.0 try again"),
    ("RCPT", "421 4.3.2 closing"),
    ("DATA", "452 4.3.1 full"),
    ("DATA", "451 4.7.1 try again"),
]


@pytest.mark.parametrize(
    ("command", "reply", "outcome"),
    [
        (*row, outcome)
        for rows, outcome in ((ABOUT_US, SenderRejected), (FINAL, PermanentFailure), (TEMPORARY, TemporaryFailure))
        for row in rows
    ],
)
async def test_a_reply_about_us_is_not_one_about_the_mail(
    server: MailServer, command: str, reply: str, outcome: type[Exception]
) -> None:
    server.next[command].append(reply)
    with capture_logs() as logs:
        error = await carried(server)
    assert type(error) is outcome
    assert str(error) == (f"{command}: {reply}" if outcome is SenderRejected else reply)
    is_alarm = outcome is SenderRejected and reply.startswith("5")
    assert [(log["event"], log["log_level"]) for log in logs] == (
        [("mail_sender_rejected", "error")] if is_alarm else []
    )


@pytest.mark.parametrize(
    ("replies", "scheme", "user", "outcome"),
    [
        ({"EHLO": "504 5.5.2 need a full name", "HELO": "504 5.5.2 likewise"}, "smtp", "", ConnectionRejected),
        ({"EHLO": "550 go away", "HELO": "550 go away"}, "smtp", "", ConnectionRejected),
        ({"EHLO": "550 go away", "HELO": "550 go away"}, "smtp", "kakusho:secret@", ConnectionRejected),
        ({"EHLO": "421 4.3.2 closing"}, "smtp", "", ConnectionFailure),
        ({"EHLO": "451 4.3.0 later", "HELO": "451 4.3.0 later"}, "smtp", "", ConnectionFailure),
        ({"AUTH": "535 5.7.8 wrong"}, "smtp", "kakusho:secret@", ConnectionRejected),
        ({"AUTH": "534 5.7.9 too weak"}, "smtp", "kakusho:secret@", ConnectionRejected),
        ({"AUTH": "454 4.7.0 later"}, "smtp", "kakusho:secret@", ConnectionFailure),
        ({"STARTTLS": "554 5.7.3 no"}, "smtp+starttls", "", ConnectionRejected),
        ({"STARTTLS": "454 4.7.0 later"}, "smtp+starttls", "", ConnectionFailure),
    ],
)  # fmt: skip
async def test_a_refusal_before_any_mail_costs_none_an_attempt(
    context: ssl.SSLContext,
    replies: dict[str, str],
    scheme: str,
    user: str,
    outcome: type[Exception],
) -> None:
    starttls = context if scheme == "smtp+starttls" else None
    password = "secret" if user else ""
    async with listening(MailServer(always=replies), starttls=starttls, password=password) as server:
        with capture_logs() as logs:
            error = await carried(server, scheme=scheme, user=user)
    assert type(error) is outcome
    assert server.stages == []
    alarms = [(log["event"], log["log_level"]) for log in logs]
    assert alarms == ([("mail_server_rejects_us", "error")] if outcome is ConnectionRejected else [])


async def test_a_server_that_knows_no_ehlo_is_greeted_in_the_old_way(server: MailServer) -> None:
    server.always["EHLO"] = "502 5.5.1 not implemented"
    assert await carried(server) is None
    assert server.heard[:2] == [f"EHLO {HELO_NAME}", f"HELO {HELO_NAME}"]
    assert len(server.accepted) == 1


@pytest.mark.parametrize(("scheme", "greetings"), [("smtp", 1), ("smtp+starttls", 2)])
async def test_it_greets_by_the_name_that_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
    certificate: Path,
    context: ssl.SSLContext,
    scheme: str,
    greetings: int,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    starttls = context if scheme == "smtp+starttls" else None
    async with listening(MailServer(), starttls=starttls) as server:
        assert await carried(server, scheme=scheme) is None
    assert [heard for heard in server.heard if heard.startswith("EHLO")] == [f"EHLO {HELO_NAME}"] * greetings


async def test_a_certificate_that_nobody_vouches_for_is_an_alarm(context: ssl.SSLContext) -> None:
    for scheme, tls, starttls in (("smtps", context, None), ("smtp+starttls", None, context)):
        async with listening(MailServer(), tls=tls, starttls=starttls) as server:
            assert type(await carried(server, scheme=scheme)) is ConnectionRejected


async def test_a_server_without_starttls_or_sign_in_is_an_alarm(server: MailServer) -> None:
    assert type(await carried(server, scheme="smtp+starttls")) is ConnectionRejected
    server.always["EHLO"] = "250 mail.test"
    assert type(await carried(server, user="kakusho:secret@")) is ConnectionRejected


JAPANESE = "宛先のユーザーが見つかりません（ﾕｰｻﾞｰ不明）"


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp", "iso2022_jp_ext"])
async def test_a_reply_is_read_in_any_encoding_of_japan(server: MailServer, encoding: str) -> None:
    text = JAPANESE if encoding in {"utf-8", "cp932"} else "宛先のユーザーが見つかりません"
    server.next["RCPT"].append((b"550 5.1.1 " + text.encode(encoding)).decode("utf-8", "surrogateescape"))
    error = await carried(server)
    assert (type(error), str(error)) == (PermanentFailure, f"550 5.1.1 {text}")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"a\x00b", r"a\x00b"),
        (b"a\x1b[31mb\x07", r"a\x1b[31mb\x07"),
        ("a\u202eb\u200b".encode(), r"a\u202eb\u200b"),
        (b"\xff\xfe", r"\uf8f3\uf8f2"),
        (b"\x81", r"\x81"),
        (b"one\ntwo\tthree  \r four", "one two three four"),
        (b"", ""),
    ],
)
def test_controls_are_shown_and_whatever_is_no_text(raw: bytes, expected: str) -> None:
    assert readable(raw.decode("utf-8", "surrogateescape")) == expected
