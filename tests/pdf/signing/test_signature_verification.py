"""Verification: no byte may differ, nothing may follow, and garbage is distinguished from a broken signature."""

from io import BytesIO

import pytest
from pyhanko.pdf_utils.generic import NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from pdf.signing import sample_authority
from pdf.signing.identity import SigningIdentity
from pdf.signing.signature_verification import NotVerifiable, Verification, verify
from pdf.signing.signatures import Signer
from pdf.signing.trust_anchors import Trust, TrustAnchor, TrustAnchors
from tests.support.pdf.signed_documents import TODAY, blank, is_genuine, sample, signed

ROOTS = TrustAnchors(trusted=(TrustAnchor(sample().certificates),))


def look(document: bytes) -> Verification | None:
    """The result, or None when the file cannot be read."""
    try:
        return verify(document, anchors=ROOTS, at=TODAY)
    except NotVerifiable:
        return None


def flipped(position: int) -> bytes:
    """The signed document with one bit of a byte flipped: a hexadecimal digit stays one."""
    document = bytearray(signed())
    digit = b"0123456789ABCDEF".find(document[position])
    document[position] = b"0123456789ABCDEF"[digit ^ 1] if digit >= 0 else document[position] ^ 1
    return bytes(document)


def contents() -> range:
    """The position of the signature, including its padding."""
    start = signed().index(b"/Contents <") + len(b"/Contents <")
    return range(start, signed().index(b">", start))


def test_the_document_as_it_was_signed_is_genuine() -> None:
    found = look(signed())
    assert found is not None
    assert is_genuine(found)


@pytest.mark.parametrize("part", ["document", "signature", "envelope", "padding"])
def test_no_byte_can_be_changed(part: str) -> None:
    place = contents()
    positions = {
        "document": [n for n in range(0, len(signed()), 41) if n not in place],
        "signature": list(place)[::41],
        # Lengths, versions and algorithms, which the signature does not cover.
        "envelope": list(place)[:100],
        "padding": list(place)[-20:],
    }[part]
    found = {position: look(flipped(position)) for position in positions}
    assert [position for position, one in found.items() if one is not None and is_genuine(one)] == []


def test_a_later_edit_is_told_apart_from_a_broken_signature() -> None:
    writer, written = IncrementalPdfFileWriter(BytesIO(signed())), BytesIO()
    writer.root[NameObject("/PageMode")] = NameObject("/UseNone")
    writer.update_root()
    writer.write(written)
    for edited in (written.getvalue(), signed() + b"\n% more\n"):
        found = look(edited)
        assert found is not None
        assert (found.is_intact, found.covers_all, found.is_edited_later) == (True, False, True)
        assert not is_genuine(found)
    broken = look(signed().replace(b"/MediaBox", b"/MediaBoy", 1))
    assert broken is not None
    assert (broken.is_intact, broken.is_edited_later, is_genuine(broken)) == (False, False, False)


def test_the_same_words_signed_by_a_stranger_are_nobodys() -> None:
    pem = sample_authority.make(at=TODAY)
    found = look(Signer(SigningIdentity(pem, pem)).sign(blank()))
    assert found is not None
    assert (found.is_intact, found.trust, is_genuine(found)) == (True, Trust.UNKNOWN, False)


@pytest.mark.parametrize(
    "garbage",
    [b"", b"%PDF-1.7", b"x" * 10_000, blank(), blank()[:300], signed()[:-200], signed()[200:], b"<" * 100_000],
    ids=["nothing", "head", "letters", "unsigned", "half", "cut", "headless", "nested"],
)
def test_garbage_is_not_verifiable(garbage: bytes) -> None:
    with pytest.raises(NotVerifiable):
        verify(garbage, anchors=ROOTS, at=TODAY)
