"""Notices with malformed attachments."""

import json
from collections.abc import Iterator

from pdf.upload_refusals import Reason
from tests.support.hostile.structures import Case
from tests.support.hostile.writing import with_attachment
from tests.support.pdf.document_samples import KEY, NUMBER

GOOD = {
    "version": 1,
    "number": NUMBER,
    "key": KEY,
    "product": "ADVANCE_PAYMENT",
    "project": "工事",
    "contractor": "○○建設",
    "jointVenture": None,
    "obligee": "栃木県知事",
    "surety": "見本建設業保証株式会社",
    "issuedOn": "2025-11-20",
}
WRONG: dict[str, dict[str, object]] = {
    "of a later version": {"version": 2},
    "whose version is true": {"version": True},
    "whose version is a text": {"version": "1"},
    "whose number is a number": {"number": 3107300001},
    "whose number is a list": {"number": [NUMBER]},
    "without a key": {"key": None},
    "with an empty key": {"key": ""},
    "of an unknown product": {"product": "TERM_LIFE"},
    "with half a character": {"project": "\ud800"},
    "with a NUL": {"contractor": "a\0b"},
    "with a mark of direction": {"surety": "a\u202eb"},
    "of no day": {"issuedOn": "2025-13-01"},
    "whose joint venture is false": {"jointVenture": False},
}


def data() -> Iterator[tuple[str, bytes]]:
    """The attachment."""
    for name, change in WRONG.items():
        yield name, json.dumps({**GOOD, **change}).encode()
    for name in GOOD:
        yield f"without {name}", json.dumps({each: GOOD[each] for each in GOOD if each != name}).encode()
    yield "that is empty", b" "
    yield "that is no JSON", b"<xml/>"
    yield "that is not UTF-8", json.dumps(GOOD).encode("utf-16")
    yield "that is a list", json.dumps([GOOD]).encode()
    yield "that is huge", json.dumps({**GOOD, "more": "x" * 5_000_000}).encode()
    yield "that is deep", b"[" * 200_000 + b"]" * 200_000
    yield "that is not too long, but deep", b"[" * 8_000 + b"]" * 8_000
    yield "with a number of 10,000 digits", json.dumps(GOOD).encode()[:-1] + b',"n":' + b"9" * 10_000 + b"}"


def cases() -> Iterator[Case]:
    """All of them, attached to the genuine notice."""
    for name, content in data():
        yield f"attachment {name}", with_attachment(content), Reason.INVALID_ATTACHMENT
