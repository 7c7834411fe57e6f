"""The bytes of a mail, parsed by an independent reader (rfc.py)."""

import datetime
import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.compose import compose
from mail.mime_messages import Attachment, MailMessage, MalformedAddress, build_message
from models.outgoing_mail import MailKind, OutgoingMail
from tests.support.mime_reader import Entity, read, words

AT = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)
FACTS: dict[str, Any] = {
    "surety": "見本建設業保証株式会社",
    "branch": "栃木支店",
    "telephone": "028-000-0000",
    "fax": "028-000-0001",
    "addressee": "○○建設 株式会社",
    "person": "総務部　髙橋 花子",
    "product": "ADVANCE_PAYMENT",
    "number": "31073-00001M",
    "project": "●●●●工事",
    "obligee": "栃木県知事",
    "amount": 20_000_000,
    "reason": None,
}


def message(facts: dict[str, Any] | None = None, *, kind: MailKind = MailKind.ISSUED, **columns: Any) -> MailMessage:
    given_ = {"sender": "no-reply@surety.example.jp", "reply_to": "tochigi@surety.example.jp"}
    mail = OutgoingMail(kind=kind, **(given_ | {"recipient": "soumu@example.jp"} | columns))
    text = compose(kind, FACTS | (facts or {}))
    return build_message(mail, text, address="https://kakusho.example.jp", at=AT)


def texts(mail: Entity) -> tuple[str, str]:
    """The plain text and HTML parts."""
    assert mail.kind == "multipart/alternative"
    plain, page = mail.parts
    assert (plain.kind, page.kind) == ("text/plain", "text/html")
    return plain.text, page.text


def test_the_completion_notice_reads_as_it_should() -> None:
    built = message()
    mail = read(built.content)
    identifier = mail.headers["message-id"]
    assert re.fullmatch(r"<[0-9a-f]{32}@surety\.example\.jp>", identifier)
    assert words(mail.headers["subject"]) == "電子保証（認証キー）発行完了のお知らせ"
    assert words(mail.headers["from"]) == "見本建設業保証株式会社 <no-reply@surety.example.jp>"
    assert {name: mail.headers[name] for name in ("to", "reply-to", "date", "auto-submitted", "mime-version")} == {
        "to": "soumu@example.jp",
        "reply-to": "tochigi@surety.example.jp",
        "date": "Fri, 20 Nov 2026 03:00:00 +0000",
        "auto-submitted": "auto-generated",
        "mime-version": "1.0",
    }
    plain, page = texts(mail)
    for text in (plain, page):
        for expected in ("31073-00001M", "前払金保証", "●●●●工事", "20,000,000円", "栃木支店", "髙橋 花子　様"):
            assert expected in text
        assert "https://kakusho.example.jp/" in text
    assert (built.sender, built.recipient) == ("no-reply@surety.example.jp", "soumu@example.jp")


def test_both_forms_say_the_same() -> None:
    plain, page = texts(read(message({"project": 'A & B <改良> "工事"'}).content))
    body = re.sub(r"<(style|title).*?</\1>", "", page)
    seen = unescape(re.sub(r"<[^>]+>", "", body.replace("</th>", "：")))
    assert re.sub(r"[\s─]", "", seen) == re.sub(r"[\s─]", "", plain)


def test_a_reason_keeps_its_lines_in_both_forms_and_its_markup_in_none() -> None:
    plain, page = texts(
        read(message({"reason": "一、<b>写し</b>\r\n\r\n\r\n二、押印"}, kind=MailKind.RETURNED).content)
    )
    assert "　理由：\r\n　　一、<b>写し</b>\r\n　　\r\n　　二、押印\r\n" in plain
    assert "一、&lt;b&gt;写し&lt;/b&gt;<br><br>二、押印</td>" in page


def test_the_same_mail_has_the_same_id_at_every_attempt() -> None:
    mail = OutgoingMail(kind=MailKind.ISSUED, sender="a@example.jp", reply_to=None, recipient="b@example.jp")
    text = compose(MailKind.ISSUED, FACTS)
    ids = {
        read(build_message(mail, text, address="http://x", at=AT + datetime.timedelta(hours=hour)).content).headers[
            "message-id"
        ]
        for hour in range(3)
    }
    assert len(ids) == 1


NAMES = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from('髙﨑𠮷株（）,;:<>@"\\()=?_\r\n\t\0\u2028\x85')),
    max_size=120,
)


@given(name=NAMES, project=NAMES, branch=NAMES)
def test_whatever_names_are_no_header_comes_of_them(name: str, project: str, branch: str) -> None:
    built = message({"surety": f"保証{name}", "project": f"工事{project}", "branch": branch})
    mail = read(built.content)
    assert set(mail.headers) == {
        "subject", "from", "to", "reply-to", "date", "message-id", "auto-submitted", "mime-version", "content-type",
    }  # fmt: skip
    assert mail.headers["from"].endswith("<no-reply@surety.example.jp>")
    plain, page = texts(mail)
    assert "工事" in plain
    assert "<script" not in page.lower()


@pytest.mark.parametrize("name", ["保証, 株式会社", "(株)保証", 'A "B" 保証', "保証 <x@y>", "保証\r\nBcc: a@b"])
def test_a_sender_keeps_its_name_whatever_stands_in_it(name: str) -> None:
    mail = read(message({"surety": name}).content)
    found, _, address = words(mail.headers["from"]).rpartition(" ")
    assert address == "<no-reply@surety.example.jp>"
    assert re.sub(r'^"|"$|\\', "", found) == name.replace("\r\n", " ")


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b@example.jp", "a b@example.jp", "a@example.jp\r\nBcc: b@example.jp", "a@b.jp, b@b.jp",
     "<a@example.jp>", "山田@example.jp", "a@-example.jp", "a@example..jp", "a@\0example.jp"],
)  # fmt: skip
def test_an_address_that_is_none_is_not_written_to(address: str) -> None:
    with pytest.raises(MalformedAddress):
        message(recipient=address)


def test_a_domain_in_japanese_becomes_ascii() -> None:
    built = message(recipient="soumu@例え.jp")
    assert built.recipient == read(built.content).headers["to"] == "soumu@xn--r8jz45g.jp"


def test_an_attachment_arrives_as_it_is_under_its_name() -> None:
    mail = OutgoingMail(kind=MailKind.ISSUED, sender="a@example.jp", reply_to=None, recipient="b@example.jp")
    pdf = Attachment("認証キーのお知らせ_31073-00001M.pdf", bytes(range(256)) * 40)
    built = build_message(mail, compose(MailKind.ISSUED, FACTS), address="http://x", at=AT, attachments=[pdf])
    text, attached = read(built.content).parts
    assert text.kind == "multipart/alternative"
    assert (attached.kind, attached.content) == ("application/pdf", pdf.content)
    assert attached.headers["content-disposition"].startswith("attachment;")
    assert attached.parameter("content-disposition", "filename") == pdf.filename
    assert words(attached.parameter("content-type", "name")) == pdf.filename


@pytest.mark.parametrize("name", ["a.pdf", "認証キー" * 30 + ".pdf", 'a"b;c\\.pdf', "髙﨑𠮷.pdf"])
def test_the_old_name_of_an_attachment_is_whole_however_long(name: str) -> None:
    mail = OutgoingMail(kind=MailKind.ISSUED, sender="a@example.jp", reply_to=None, recipient="b@example.jp")
    built = build_message(
        mail, compose(MailKind.ISSUED, FACTS), address="http://x", at=AT, attachments=[Attachment(name, b"%PDF-")]
    )
    _, attached = read(built.content).parts
    assert words(attached.parameter("content-type", "name")) == name


def test_dots_that_addresses_may_not_have_are_quoted_wherever_they_stand() -> None:
    built = message(sender="no..reply@localhost", recipient="abc..def@docomo.ne.jp", reply_to="abc.@docomo.ne.jp")
    headers = read(built.content).headers
    assert words(headers["from"]) == '見本建設業保証株式会社 <"no..reply"@localhost>'
    assert headers["to"] == built.recipient == '"abc..def"@docomo.ne.jp'
    assert headers["reply-to"] == '"abc."@docomo.ne.jp'
    assert built.sender == '"no..reply"@localhost'


def test_an_answer_to_a_domain_in_japanese_goes_to_it_in_ascii() -> None:
    assert read(message(reply_to="soumu@例え.jp").content).headers["reply-to"] == "soumu@xn--r8jz45g.jp"


def test_what_a_mail_holds_is_not_written_into_a_log() -> None:
    assert "content" not in repr(message())
    assert "content" not in repr(Attachment("お知らせ.pdf", b"content"))
