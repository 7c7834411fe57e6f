"""The connection to a mail server: TLS, authentication, one connection for many mails."""

import asyncio
import ssl
from pathlib import Path

import pytest
from pydantic import SecretStr

from jobs import mail_transports, worker
from mail.mime_messages import MailMessage
from mail.smtp_transport import MOST_PER_CONNECTION, Security, Server, SmtpTransport
from models.job import ConnectionFailure, TemporaryFailure
from models.texts.mail_addresses import as_sent
from sample.sample_register import SampleRegister
from tests.conftest import DOCUMENT_SERVICES, Clock
from tests.support.mails import all_in_state, enqueue_mails, wait_until, with_secrets
from tests.support.servers.smtp_servers import MailServer, listening

MAIL = MailMessage("1", "a@example.jp", "b@example.jp", "件名", b"Subject: x\r\n\r\n.\r\n..\r\nend\r\n")


def relay(server: MailServer, scheme: str, user: str = "") -> SmtpTransport:
    return SmtpTransport(Server.at(f"{scheme}://{user}localhost:{server.port}"))


async def test_a_mail_arrives_byte_for_byte(server: MailServer) -> None:
    way = relay(server, "smtp")
    await way.send(MAIL)
    await way.close_idle()
    (taken,) = server.accepted
    assert (taken.sender, taken.recipient, taken.content) == (MAIL.sender, MAIL.recipient, MAIL.content)


@pytest.mark.parametrize("address", ["abc..def@docomo.ne.jp", "abc.@docomo.ne.jp"])
async def test_dots_of_mobile_carriers_reach_the_server_in_quotes(server: MailServer, address: str) -> None:
    way = relay(server, "smtp")
    await way.send(MailMessage("1", as_sent(address), as_sent(address), "件名", MAIL.content))
    await way.close_idle()
    local, _, domain = address.partition("@")
    assert server.heard[1:] == [f'MAIL FROM:<"{local}"@{domain}>', f'RCPT TO:<"{local}"@{domain}>']
    assert len(server.accepted) == 1


async def test_the_worker_greets_by_the_host_of_public_url(
    sample: SampleRegister, database_url: str, clock: Clock, server: MailServer
) -> None:
    settings = with_secrets(
        database_url=SecretStr(database_url), public_url="https://kakusho.example.jp", smtp_url=SecretStr(server.url)
    )
    stop = asyncio.Event()
    await enqueue_mails(sample)
    queue = mail_transports.queue(settings, services=DOCUMENT_SERVICES, clock=clock)
    running = worker.run(stop, [queue], services=DOCUMENT_SERVICES, database_url=database_url, clock=clock)
    task = asyncio.create_task(running)
    await wait_until(lambda: all_in_state("SENT"))
    stop.set()
    await task
    assert server.heard[0] == "EHLO kakusho.example.jp"


async def test_many_mails_go_over_one_connection_and_after_some_over_a_new_one(server: MailServer) -> None:
    way = relay(server, "smtp")
    for _ in range(MOST_PER_CONNECTION):
        await way.send(MAIL)
    assert server.connections == 1
    await way.send(MAIL)
    assert (server.connections, len(server.accepted)) == (2, MOST_PER_CONNECTION + 1)
    await way.close_idle()
    await way.send(MAIL)
    assert server.connections == 3
    await way.close_idle()


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
async def test_a_protected_connection_with_password(
    monkeypatch: pytest.MonkeyPatch, certificate: Path, context: ssl.SSLContext, scheme: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls, starttls = (context, None) if scheme == "smtps" else (None, context)
    async with listening(MailServer(), tls=tls, starttls=starttls, password="p@ss:/?#") as server:
        way = relay(server, scheme, "kakusho:p%40ss%3A%2F%3F%23@")
        await way.send(MAIL)
        await way.close_idle()
        assert len(server.accepted) == 1
        wrong = relay(server, scheme, "kakusho:wrong@")
        with pytest.raises(ConnectionFailure, match=r"SMTPAuthenticationError: 535 ") as caught:
            await wrong.send(MAIL)
        assert "wrong" not in str(caught.value)
        assert len(server.accepted) == 1


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(context: ssl.SSLContext, scheme: str) -> None:
    tls, starttls = (context, None) if scheme == "smtps" else (None, context)
    async with listening(MailServer(), tls=tls, starttls=starttls) as server:
        with pytest.raises(ConnectionFailure):
            await relay(server, scheme).send(MAIL)
        assert server.stages == []


async def test_a_server_without_starttls_is_not_told_anything(server: MailServer) -> None:
    with pytest.raises(ConnectionFailure):
        await relay(server, "smtp+starttls", "kakusho:secret@").send(MAIL)
    assert server.stages == []


async def test_after_a_failure_the_next_mail_begins_at_the_beginning(server: MailServer) -> None:
    way = relay(server, "smtp")
    server.next["DATA"].append("452 4.3.1 full")
    with pytest.raises(TemporaryFailure, match=r"452 4\.3\.1 full"):
        await way.send(MAIL)
    await way.send(MAIL)
    await way.close_idle()
    assert (server.connections, len(server.accepted)) == (1, 1)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail", Server("mail", None, Security.NONE)),
        ("smtps://u:p@mail.example.jp:4650", Server("mail.example.jp", 4650, Security.TLS, "u", "p")),
        ("smtp+starttls://u%40x:p%2Fq@[::1]/", Server("::1", None, Security.STARTTLS, "u@x", "p/q")),
    ],
)
def test_urls_of_servers(url: str, expected: Server) -> None:
    assert Server.at(url) == expected
    assert "p/q" not in repr(Server.at(url))


@pytest.mark.parametrize(
    "url",
    ["", "mail", "http://mail", "smtp://", "smtp://mail:port", "smtp://mail:99999", "smtp://user@mail", "smtp://:pw@mail",
     "smtp://mail/path", "smtp://mail?x=1", "smtp://[::1"],
)  # fmt: skip
def test_what_is_no_url_of_a_server_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ValueError, match="expected smtp://") as caught:
        Server.at(url)
    assert "pw" not in str(caught.value)
