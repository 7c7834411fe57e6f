"""From the text of a mail to a MIME message: plain text and simple HTML, in ASCII throughout."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.errors import HeaderDefect
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, Policy
from html import escape

from mail.compose import MailText
from models.outgoing_mail import OutgoingMail
from models.texts.mail_addresses import MalformedAddress, as_sent, quoted


@dataclass(frozen=True)
class Attachment:
    """An attached PDF."""

    filename: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class MailMessage:
    """A mail in its SMTP form, with the addresses for MAIL and RCPT. `name` is unique."""

    name: str
    sender: str
    recipient: str
    subject: str
    content: bytes = field(repr=False)


def build_message(
    mail: OutgoingMail,
    text: MailText,
    *,
    address: str,
    at: datetime.datetime,
    attachments: Sequence[Attachment] = (),
) -> MailMessage:
    """The mail as it is sent at `at`; `address` is the URL of our pages. Raises MalformedAddress."""
    sender, recipient = _own(mail.mailbox), as_sent(mail.recipient)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = text.subject
    message["From"] = _named(text.sender, sender)
    message["To"] = _named("", recipient)
    if mail.reply_to is not None:
        message["Reply-To"] = _named("", _own(mail.reply_to))
    message["Date"] = at
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    link = f"{address}{text.link}"
    message.set_content(plain(text, link), cte="base64")
    message.add_alternative(html(text, link), subtype="html", cte="base64")
    for attachment in attachments:
        _attach(message, attachment)
    return MailMessage(mail.id.hex, sender, recipient, text.subject, message.as_bytes())


def plain(text: MailText, link: str) -> str:
    """The text of the mail, without markup."""
    items = [line for label, value in text.items for line in _item(label, value)]
    notes = [f"※ {note}" for note in text.notes]
    parts = [[text.to], text.opening, items, text.request, [link], notes]
    body = "\n\n".join("\n".join(part) for part in parts if part)
    return f"{body}\n\n{'─' * 24}\n" + "\n".join(text.signature) + "\n"


def _item(label: str, value: str) -> list[str]:
    first, *more = value.split("\n")
    return [f"　{label}：", *(f"　　{line}" for line in (first, *more))] if more else [f"　{label}：{first}"]


def html(text: MailText, link: str) -> str:
    """The same as an HTML page without pictures, scripts or external content."""

    def paragraph(lines: Sequence[str]) -> str:
        return "<p>" + "<br>".join(_text(line) for line in lines) + "</p>"

    cell = '<t{0} align="left" valign="top" style="padding:2px 16px 2px 0;font-weight:normal">{1}</t{0}>'
    rows = "".join(
        f"<tr>{cell.format('h', _text(label))}{cell.format('d', _text(value))}</tr>" for label, value in text.items
    )
    target = escape(link)
    return (
        f'<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8"><title>{_text(text.subject)}</title></head>\n'
        f"<body>{paragraph([text.to])}\n{paragraph(text.opening)}\n<table>{rows}</table>\n{paragraph(text.request)}\n"
        f'<p><a href="{target}">{target}</a></p>\n{paragraph([f"※ {note}" for note in text.notes])}\n<hr>\n'
        f"{paragraph(text.signature)}</body></html>\n"
    )


def _text(value: str) -> str:
    return escape(value).replace("\n", "<br>")


class _Verbatim(str):
    """A header that is written unchanged; the library would reformat it."""

    __slots__ = ("name",)
    name: str

    def fold(self, *, policy: Policy) -> str:
        """The header's lines."""
        return f"{self.name}: {self}{policy.linesep}"


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    """Attach it with its name in two encodings: many mail programs in Japan do not read that of RFC 2231."""
    message.add_attachment(attachment.content, maintype="application", subtype="pdf", filename=attachment.filename)
    *_, part = message.iter_attachments()
    words = Header(attachment.filename, "utf-8", maxlinelen=75).encode(linesep=SMTP.linesep)
    content_type = _Verbatim(f'{part.get_content_type()};{SMTP.linesep} name="{words}"')
    content_type.name = "Content-Type"
    part.replace_header("Content-Type", content_type)


def _own(address: str) -> str:
    """An address chosen by a user, possibly of a host that is unknown outside."""
    try:
        return as_sent(address)
    except MalformedAddress:
        return quoted(address)


class _Mailbox(Address):
    """An address; the library omits quotes that dots need (models/texts/mail_addresses.py)."""

    @property
    def addr_spec(self) -> str:
        """The address in the form of a header."""
        is_dotted = "" in self.username.split(".")
        return f'"{self.username}"@{self.domain}' if is_dotted else super().addr_spec


def _named(name: str, mailbox: str) -> _Mailbox:
    try:
        return _Mailbox(name, addr_spec=mailbox)
    except (ValueError, HeaderDefect) as error:
        raise MalformedAddress(f"{mailbox}: {error}") from None
