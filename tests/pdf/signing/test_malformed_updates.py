"""Bytes behind a certificate that are not an incremental update, and changed bytes in one."""

import re
from collections.abc import Callable, Mapping

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdf.signing.later_additions import ForbiddenAddition
from tests.support.pdf.archival_updates import archived, issued, look, stamped, with_validation_data
from tests.support.pdf.signed_documents import blank


def shadowed(document: bytes) -> bytes:
    """With an added object that is in no table, and that repairing programs find."""
    position = document.rindex(b"xref\n0 1")
    hidden = b"26 0 obj\n<</Length 16>>stream\n0 0 600 900 re f\nendstream\nendobj\n"
    start = b"startxref\n%d" % position
    return (
        document[:position] + hidden + document[position:].replace(start, b"startxref\n%d" % (position + len(hidden)))
    )


def restarted(document: bytes) -> bytes:
    """The update's cross-references do not refer to the signed revision."""
    return document[: len(issued())] + re.sub(rb"/Prev \d+", b"/Prev 15", document[len(issued()) :])


FILES: Mapping[str, Callable[[], bytes]] = {
    "another document": lambda: issued() + blank(),
    "the same document": lambda: issued() + issued(),
    "a comment": lambda: issued() + b"% more\n",
    "a byte": lambda: issued() + b"x",
    "spaces, then a comment": lambda: issued() + b"\n\n\n%x",
    "bytes behind an archive": lambda: archived() + b"x",
    "a ZIP": lambda: issued() + b"PK\x03\x04" + bytes(100),
    "half an update": lambda: archived()[: len(issued()) + 3000],
    "an update without its end": lambda: archived().rstrip()[:-1],
    "an object that no table has": lambda: shadowed(with_validation_data(issued())),
    "bytes before the objects": lambda: _moved(with_validation_data(issued())),
    "another beginning": lambda: restarted(with_validation_data(issued())),
    "a later document": lambda: archived()[: len(issued())] + blank() + archived()[len(issued()) :],
    "a time stamp of something else": lambda: _broken(stamped(issued())),
    "a seen time stamp": lambda: _seen(stamped(issued())),
    "a time stamp that acts": lambda: stamped(issued()).replace(b"/TU (Timestamp)", b"/AA <</E 1 0 R>>"),
}


def _moved(document: bytes) -> bytes:
    return document[: len(issued())] + b"1 0 R " + document[len(issued()) :]


def _broken(document: bytes) -> bytes:
    """With a digit changed in the signature's value, with which the time stamp ends."""
    begin = document.rindex(b"/Contents <") + len(b"/Contents <")
    place = begin + len(document[begin : document.index(b">", begin)].rstrip(b"0")) - 40
    return document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]


def _seen(document: bytes) -> bytes:
    place = document.rindex(b"/Rect [ 0 0 0 0 ]")
    return document[:place] + b"/Rect [ 0 0 9 9 ]" + document[place + 17 :]


@pytest.mark.parametrize("what", FILES)
def test_bytes_that_are_no_update_are_no_addition(what: str) -> None:
    document = FILES[what]()
    assert document != issued()
    assert document.startswith(issued())
    with pytest.raises(ForbiddenAddition):
        look(document)


@given(place=st.integers(0, len(archived()) - len(issued()) - 1), bit=st.integers(0, 7), data=st.binary(max_size=3))
@settings(max_examples=150, deadline=None)
def test_changed_bytes_are_refused_or_change_nothing_that_is_read(place: int, bit: int, data: bytes) -> None:
    spoilt = bytearray(archived())
    spoilt[len(issued()) + place] ^= 1 << bit
    spoilt[len(issued()) + place : len(issued()) + place] = data
    try:
        look(bytes(spoilt))
    except ForbiddenAddition:
        return
    with pymupdf.open(stream=bytes(spoilt)) as changed, pymupdf.open(stream=issued()) as original:
        assert changed[0].get_text() == original[0].get_text()
        assert changed[0].get_pixmap().samples == original[0].get_pixmap().samples
