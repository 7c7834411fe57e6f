"""From a letter to the bytes that a mail server takes: plain text and simple HTML, in ASCII throughout."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.errors import HeaderDefect
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from email_validator import EmailNotValidError, validate_email

from mail.messages import Letter
from models.job import PermanentFailure
from models.outgoing_mail import OutgoingMail


class MalformedAddress(PermanentFailure):
    """No mail server could take a mail from or to such an address."""


@dataclass(frozen=True)
class Attachment:
    """A PDF that goes with a mail."""

    filename: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Envelope:
    """What is handed to a mail server. `name` is of no other mail."""

    name: str
    sender: str
    recipient: str
    subject: str
    content: bytes = field(repr=False)


def seal(
    mail: OutgoingMail,
    letter: Letter,
    *,
    address: str,
    at: datetime.datetime,
    attachments: Sequence[Attachment] = (),
) -> Envelope:
    """The mail as it is sent at `at`; `address` is the URL of our pages. Raises MalformedAddress."""
    recipient = _mailbox(mail.recipient)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    message["From"] = _named(letter.sender, mail.sender)
    message["To"] = _named("", recipient)
    if mail.reply_to is not None:
        message["Reply-To"] = _named("", mail.reply_to)
    message["Date"] = at
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    link = f"{address}{letter.link}"
    message.set_content(plain(letter, link), cte="base64")
    message.add_alternative(html(letter, link), subtype="html", cte="base64")
    for attachment in attachments:
        message.add_attachment(attachment.content, maintype="application", subtype="pdf", filename=attachment.filename)
    return Envelope(mail.id.hex, mail.sender, recipient, letter.subject, message.as_bytes())


def plain(letter: Letter, link: str) -> str:
    """The letter as plain text."""
    items = [f"　{label}：{value}" for label, value in letter.items]
    notes = [f"※ {note}" for note in letter.notes]
    parts = [[letter.to], letter.opening, items, letter.request, [link], notes]
    body = "\n\n".join("\n".join(part) for part in parts if part)
    return f"{body}\n\n{'─' * 24}\n" + "\n".join(letter.signature) + "\n"


def html(letter: Letter, link: str) -> str:
    """The same as a page without pictures, scripts or anything from elsewhere."""

    def paragraph(lines: Sequence[str]) -> str:
        return "<p>" + "<br>".join(_text(line) for line in lines) + "</p>"

    cell = '<t{0} align="left" valign="top" style="padding:2px 16px 2px 0;font-weight:normal">{1}</t{0}>'
    rows = "".join(
        f"<tr>{cell.format('h', _text(label))}{cell.format('d', _text(value))}</tr>" for label, value in letter.items
    )
    target = escape(link)
    return (
        f'<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8"><title>{_text(letter.subject)}</title></head>\n'
        f"<body>{paragraph([letter.to])}\n{paragraph(letter.opening)}\n<table>{rows}</table>\n{paragraph(letter.request)}\n"
        f'<p><a href="{target}">{target}</a></p>\n{paragraph([f"※ {note}" for note in letter.notes])}\n<hr>\n'
        f"{paragraph(letter.signature)}</body></html>\n"
    )


def _text(value: str) -> str:
    return escape(value)


def _mailbox(given: str) -> str:
    """The address in ASCII. Raises MalformedAddress."""
    try:
        return str(validate_email(given, check_deliverability=False, allow_smtputf8=False).ascii_email)
    except EmailNotValidError as error:
        raise MalformedAddress(f"{given}: {error}") from None


def _named(name: str, mailbox: str) -> Address:
    try:
        return Address(name, addr_spec=mailbox)
    except (ValueError, HeaderDefect) as error:
        raise MalformedAddress(f"{mailbox}: {error}") from None
