"""The meaning of a mail server's reply: whether it concerns this mail, or its sender.

A reply about the sender (our host, address, credentials or domain) says nothing about the mail, which must not become
dead because of it. The tables follow RFC 3463 and IANA's registry of enhanced status codes; if a server sends none, or
an unspecific one, its text decides. docs/mail.md has the same table for operators.
"""

import re

from mail.transport import SenderRejected
from models.job import PermanentFailure, TemporaryFailure
from models.texts.control_characters import show

PERMANENT = 500
ENCODINGS = ("utf-8", "euc_jp", "cp932")
"""Encodings of Japanese mail servers, in order: text in one is rarely valid in those before it."""

_ENHANCED = re.compile(r"(?<![\d.])[45]\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_CODES_ABOUT_US = frozenset({454, 500, 502, 503, 504, 521, 530, 534, 535, 538})
"""Authentication, encryption, and commands that the server does not know or expect."""
_ABOUT_US = frozenset(
    {(1, 7), (1, 8), (5, 1), (5, 6)} | {(7, detail) for detail in (*range(8, 15), *range(20, 31), 54, 57, 60, 64)}
)
"""Enhanced codes by subject and detail: sender's address, order of commands, sign-in, DKIM, SPF, DNS, relaying."""
_OWN_POLICY = 500
"""One large provider uses details from here on, for hosts and tenants that it has banned."""
_ABOUT_THE_MAIL = frozenset({(3, 4), (7, 2), (7, 17), (7, 18)})
"""Too large; a list or a mailbox that accepts nothing from us, or has another owner."""
_SUBJECTS_OF_MAILS = frozenset({1, 2, 6})
"""Addresses, mailboxes, content. A detail of 0 is unspecific, and servers use it for anything."""
_US = re.compile(
    r"client (host|ip|address|was not|not)|\bhelo\b|\behlo\b|as this sender"
    r"|\bsender (address|verif|domain|rejected|denied|is not|not)"
    r"|relay(ing)? (access |not |is not |)(denied|prohibited|permitted|allowed)"
    r"|(unable|allowed|permitted) to relay|not relay|rcpthosts"
    r"|blocked (using|by)|black ?list|block ?list|dnsbl|\brbl\b|spamhaus|spamcop"
    r"|authenticat|\bauth\b|reverse dns|\bptr\b|\bspf\b|\bdkim\b|\bdmarc\b"
    r"|\byour (ip|host|server|network|domain)\b|too many connections|rate limit"
    r"|接続元|送信元|送信者|差出人|中継|リレー|認証|ブラックリスト",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<[^<>]*>|\S+@\S+")
_RECIPIENT = re.compile(r"recipient|mailbox|user|宛先|受信者|ユーザ", re.IGNORECASE)
_POLICY = re.compile(r"access denied|policy|prohibit|rejected by", re.IGNORECASE)


def failure(command: str, code: int, message: str) -> PermanentFailure | TemporaryFailure:
    """The failure of an attempt that ends with this reply to MAIL, RCPT or DATA; SenderRejected if about the sender."""
    text = readable(message)
    reply = f"{code} {text}"
    if command == "MAIL" or _is_about_us(command, code, text):
        return SenderRejected(f"{command}: {reply}", is_permanent=code >= PERMANENT)
    return PermanentFailure(reply) if code >= PERMANENT else TemporaryFailure(reply)


def readable(message: str) -> str:
    """A reply of any bytes as text in one line; the library keeps bytes that are not UTF-8."""
    raw = message.encode("utf-8", "surrogateescape")
    encodings = ("iso2022_jp", *ENCODINGS) if b"\x1b" in raw else ENCODINGS
    for encoding in encodings:
        try:
            return show(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return show(raw.decode("ascii", "backslashreplace"))


def _is_about_us(command: str, code: int, text: str) -> bool:
    found = _ENHANCED.search(text)
    subject, detail = (int(found[1]), int(found[2])) if found else (0, 0)
    is_policy = subject == 7  # noqa: PLR2004 -- RFC 3463: security or policy
    if code in _CODES_ABOUT_US or (subject, detail) in _ABOUT_US or (is_policy and detail >= _OWN_POLICY):
        return True
    if (subject, detail) in _ABOUT_THE_MAIL or (subject in _SUBJECTS_OF_MAILS and detail):
        return False
    words = _ADDRESS.sub("", text)
    if _US.search(words):
        return True
    # Before the content is known a policy concerns the sender, unless it names the recipient.
    return command == "RCPT" and not _RECIPIENT.search(words) and (is_policy or bool(_POLICY.search(words)))
