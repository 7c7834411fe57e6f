"""What was added behind a signed document: what archives add (ISO 32000-2, 12.8.2.2 and 12.8.4), or a change.

Archives add certificates and revocation data (DSS) and document time stamps, by incremental updates, and a
certification that permits no change permits these. pyHanko compares the objects of both states. What it takes for
harmless, but is none of these, is refused here: other texts in the metadata, settings and empty fields of the form,
objects that nothing leads to, and bytes that are no object at all, which other programs may read in their own way.

Reads what strangers send: whoever calls this with uploads does so in a process that may be killed.
"""

import re
from io import BytesIO
from itertools import pairwise
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.metadata.xmp_xml import parse_xmp
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.pdf_utils.xref import XRefSectionMetaInfo
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from pdf.signing.signature_verifier import Addition
from pdf.signing.without_waiting import at_once

PADDING = b"\0\t\n\f\r "
LEVEL = ModificationLevel.LTA_UPDATES
POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"}),
        *(
            rule.as_qualified(LEVEL)
            for rule in (DocInfoRule(), XrefStreamRule(), ObjectStreamRule(), DSSCompareRule(), MetadataUpdateRule())
        ),
    ],
    form_rule=FormUpdatingRule([SigFieldCreationRule(), SigFieldModificationRule()], {"/Fields"}),
    ignore_orphaned_objects=False,
)
FIELD = frozenset({"/Type", "/Subtype", "/FT", "/T", "/TU", "/V", "/Rect", "/F", "/P", "/Ff", "/AP", "/DA"})
"""What a field with a time stamp has: nothing that happens, and in a rectangle without extent nothing that is seen."""
BOOKKEEPING = frozenset({"/ModDate", "/Producer"})
"""What programs write about themselves whenever they save."""
XMP_BOOKKEEPING = frozenset({"ModifyDate", "MetadataDate", "Producer"})
_OBJECT, _INSIDE = re.compile(rb"(\d+) (\d+) obj\b"), re.compile(rb"\d\s+\d+\s+obj\b")
_END = re.compile(rb"(?:\s|%[^\r\n]{0,100}[\r\n])*startxref\s+(\d+)\s+%%EOF")
_LINE_END = re.compile(rb"(?:\r\n|\r|\n)?")
_TRAILER = re.compile(rb"trailer\b")


class Altered(Exception):
    """Something else than what archives add; the message says what, for tests."""


def added(document: bytes, length: int) -> tuple[Addition, ...]:
    """What stands behind the first `length` bytes, which are a whole signed document. Raises Altered."""
    end = len(document.rstrip(PADDING))
    line_end = _LINE_END.match(document, end)
    whole = document[: line_end.end() if line_end else end]  # a time stamp speaks for the end of the line too
    found = {Addition.WHITE_SPACE} if len(document) > max(len(whole), length) else set[Addition]()
    if end > length:
        try:
            found |= _updates(whole, length)
        except (Altered, MemoryError, RecursionError):
            raise
        except Exception as error:  # a hostile document finds an unexpected error in every parser
            raise Altered(f"unreadable: {type(error).__name__}") from error
    return tuple(sorted(found))


def _updates(whole: bytes, length: int) -> set[Addition]:
    before, after = (PdfFileReader(BytesIO(part)) for part in (whole[:length], whole))
    first = before.xrefs.total_revisions
    _same_beginning(before, after)
    position = length
    for revision in range(first, after.xrefs.total_revisions):
        position = _read_up(whole, position, after, revision)
        _same_texts(before, after.get_historical_resolver(revision))
    if whole[position:].strip(PADDING):
        raise Altered("bytes behind the last update")
    result = POLICY.review_file(after, first - 1, doc_mdp=MDPPerm.NO_CHANGES)
    if getattr(result, "modification_level", ModificationLevel.OTHER) > LEVEL:
        raise Altered(f"not permitted: {result}")
    stamps = after.embedded_signatures[len(before.embedded_signatures) :]
    if len(_fields(after)) - len(_fields(before)) != len(stamps) or not all(map(_is_stamp, stamps)):
        raise Altered("fields without a time stamp")
    kinds = {Addition.TIME_STAMP} if stamps else set[Addition]()
    if "/DSS" in after.root:
        kinds.add(Addition.VALIDATION_DATA)
    if not kinds:
        raise Altered("an update that adds nothing")
    return kinds


def _same_beginning(before: PdfFileReader, after: PdfFileReader) -> None:
    """The updates build on what was signed, not on other objects that stand among them."""
    places = [
        [reader.xrefs.get_startxref_for_revision(revision) for revision in range(revisions)]
        for revisions in [before.xrefs.total_revisions]
        for reader in (before, after)
    ]
    if places[0] != places[1] or after.xrefs.hybrid_xrefs_present or "/Encrypt" in after.trailer:
        raise Altered("another beginning")


def _read_up(whole: bytes, begin: int, reader: PdfFileReader, revision: int) -> int:
    """Where an update ends, of which every byte belongs to one of its objects or to its cross-references."""
    xrefs = reader.xrefs
    table = xrefs.get_xref_container_info(revision)
    places = {table.declared_startxref: table.stream_ref}
    for ref in reader.get_historical_resolver(revision).explicit_refs_in_revision():
        place = xrefs.get_historical_ref(ref, revision)
        if isinstance(place, int):
            places[place] = ref
    end = _END.match(whole, _end_of_object(whole, table) if table.stream_ref else _end_of_trailer(whole, table))
    if end is None or not int(end[1]) == max(places) == table.declared_startxref:
        raise Altered("cross-references elsewhere")
    if whole[begin : min(places)].strip(PADDING):
        raise Altered("bytes before the first object")
    for place, following in pairwise([*sorted(places), end.start()]):
        _check_piece(whole[place:following].rstrip(PADDING), places[place])
    return end.end()


def _end_of_object(whole: bytes, table: XRefSectionMetaInfo) -> int:
    return whole.index(b"endobj", table.declared_startxref) + len(b"endobj")


def _end_of_trailer(whole: bytes, table: XRefSectionMetaInfo) -> int:
    stream = BytesIO(whole)
    stream.seek(table.end_location)
    generic.DictionaryObject.read_from_stream(stream, generic.TrailerReference(None))  # type: ignore[arg-type]
    return stream.tell()


def _check_piece(piece: bytes, ref: generic.Reference | None) -> None:
    """It is just one object, or the cross-reference table: nobody finds another one in it."""
    if ref is None:
        if not piece.startswith(b"xref") or b"obj" in piece or len(_TRAILER.findall(piece)) != 1:
            raise Altered("no table")
        return
    head = _OBJECT.match(piece)
    if head is None or (int(head[1]), int(head[2])) != (ref.idnum, ref.generation):
        raise Altered("no object")
    if len(_INSIDE.findall(piece)) != 1 or not piece.endswith(b"endobj") or piece.count(b"endobj") != 1:
        raise Altered("an object in an object")


def _same_texts(before: PdfFileReader, after: HistoricalResolver) -> None:
    """Whether the metadata say the same, apart from who has saved it when."""
    if _information(before.trailer_view) != _information(after.trailer_view):
        raise Altered("other document information")
    if _properties(before.root) != _properties(after.root):
        raise Altered("other metadata")


def _information(trailer: generic.DictionaryObject) -> dict[str, Any]:
    if "/Info" not in trailer:
        return {}
    information = trailer["/Info"]
    return {name: information[name] for name in information if name not in BOOKKEEPING}


def _properties(root: generic.DictionaryObject) -> list[tuple[str, Any]]:
    if "/Metadata" not in root:
        return []
    stream = root.get_value_as_reference("/Metadata").get_object()  # unread by pyHanko
    if not isinstance(stream, generic.StreamObject):
        raise Altered("metadata that are no stream")
    packets = parse_xmp(BytesIO(stream.data))
    found = [
        (str(name), value) for packet in packets for name, value in packet if name.local_name not in XMP_BOOKKEEPING
    ]
    return sorted(found, key=lambda each: each[0])


def _fields(reader: PdfFileReader) -> list[Any]:
    return list(reader.root["/AcroForm"]["/Fields"])


def _is_stamp(signature: EmbeddedPdfSignature) -> bool:
    """Whether it is an unseen document time stamp that belongs to all that stood there when it was made."""
    field = signature.sig_field
    left, bottom, right, top = (float(each) for each in field["/Rect"])
    if signature.sig_object_type != "/DocTimeStamp" or not FIELD.issuperset(field) or (right - left) * (top - bottom):
        return False
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    status = at_once(async_validate_pdf_timestamp(signature, nobody, skip_diff=True))
    return status.intact and status.valid and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
