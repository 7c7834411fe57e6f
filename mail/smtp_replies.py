"""What a mail server's reply means: whether it is about this mail, or about us who send it.

A reply about us (our host, sender, sign-in or domain) says nothing about the mail, which must not become dead by it.
The tables follow RFC 3463 and IANA's registry of enhanced status codes; where a server gives none, or one that says
little, its words decide. The table in docs/mail.md says the same to operators.
"""

import re

from mail.transport import SenderRejected
from models.job import PermanentFailure, TemporaryFailure
from models.texts.control_characters import show

PERMANENT = 500
ENCODINGS = ("utf-8", "euc_jp", "cp932")
"""That Japanese mail servers write in. Text in one is hardly ever well-formed in those before it."""

_ENHANCED = re.compile(r"(?<![\d.])[45]\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_CODES_ABOUT_US = frozenset({454, 500, 502, 503, 504, 521, 530, 534, 535, 538})
"""Sign-in, encryption, and commands that the server does not know or expect."""
_ABOUT_US = frozenset(
    {(1, 7), (1, 8), (5, 1), (5, 6)} | {(7, detail) for detail in (*range(8, 15), *range(20, 31), 54, 57, 60, 64)}
)
"""Enhanced codes by subject and detail: sender's address, order of commands, sign-in, DKIM, SPF, DNS, relaying."""
_OWN_POLICY = 500
"""Details from here on are used by one large provider, for hosts and tenants that it has banned."""
_ABOUT_THE_MAIL = frozenset({(3, 4), (7, 2), (7, 17), (7, 18)})
"""Too large; a list or a mailbox that takes nothing from us, or has another owner."""
_SUBJECTS_OF_MAILS = frozenset({1, 2, 6})
"""Addresses, mailboxes, content. A detail of 0 says nothing more, and servers use it for anything."""
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
    """The failure of the attempt that ends with this reply to MAIL, RCPT or DATA; SenderRejected if it is about us."""
    text = readable(message)
    reply = f"{code} {text}"
    if command == "MAIL" or _is_about_us(command, code, text):
        return SenderRejected(f"{command}: {reply}", is_permanent=code >= PERMANENT)
    return PermanentFailure(reply) if code >= PERMANENT else TemporaryFailure(reply)


def readable(message: str) -> str:
    """A reply as text in one line, whatever bytes it came in; the library keeps those that are no UTF-8."""
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
    # Before the content is known a policy is about who sends, unless it names the recipient.
    return command == "RCPT" and not _RECIPIENT.search(words) and (is_policy or bool(_POLICY.search(words)))
