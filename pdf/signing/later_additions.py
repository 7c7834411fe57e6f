"""Classifies incremental updates of a signed document: archival data (ISO 32000-2, 12.8.2.2 and 12.8.4), or a change.

Archives add certificates and revocation data (DSS) and document time stamps, by incremental updates, and a
certification that permits no change permits these. pyHanko compares the objects of both revisions. Updates that it
accepts but that are no archival data are refused here: changed metadata, settings and empty fields of the form,
unreferenced objects, and bytes outside of objects, which other programs may interpret differently.

It reads untrusted files: call it with uploads in a sandboxed process only.
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
from pdf.signing.synchronous_calls import run_synchronously

PADDING = b"\0\t\n\f\r "
PERMITTED_LEVEL = ModificationLevel.LTA_UPDATES
POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"}),
        *(
            rule.as_qualified(PERMITTED_LEVEL)
            for rule in (DocInfoRule(), XrefStreamRule(), ObjectStreamRule(), DSSCompareRule(), MetadataUpdateRule())
        ),
    ],
    form_rule=FormUpdatingRule([SigFieldCreationRule(), SigFieldModificationRule()], {"/Fields"}),
    ignore_orphaned_objects=False,
)
TIMESTAMP_FIELD_ENTRIES = frozenset(
    {"/Type", "/Subtype", "/FT", "/T", "/TU", "/V", "/Rect", "/F", "/P", "/Ff", "/AP", "/DA"}
)
"""Entries of a field with a time stamp: no actions; its empty rectangle keeps its appearance invisible."""
BOOKKEEPING = frozenset({"/ModDate", "/Producer"})
"""Entries that programs update whenever they save."""
XMP_BOOKKEEPING = frozenset({"ModifyDate", "MetadataDate", "Producer"})
_OBJECT, _INSIDE = re.compile(rb"(\d+) (\d+) obj\b"), re.compile(rb"\d\s+\d+\s+obj\b")
_END = re.compile(rb"(?:\s|%[^\r\n]{0,100}[\r\n])*startxref\s+(\d+)\s+%%EOF")
_LINE_END = re.compile(rb"(?:\r\n|\r|\n)?")
_TRAILER = re.compile(rb"trailer\b")


class ForbiddenAddition(Exception):
    """An addition that is no archival data; the message says which, for tests."""


def classify_additions(document: bytes, length: int) -> tuple[Addition, ...]:
    """The kinds of additions after the first `length` bytes, a signed revision. Raises ForbiddenAddition."""
    end = len(document.rstrip(PADDING))
    line_end = _LINE_END.match(document, end)
    whole = document[: line_end.end() if line_end else end]  # a time stamp covers the line end too
    found = {Addition.WHITE_SPACE} if len(document) > max(len(whole), length) else set[Addition]()
    if end > length:
        try:
            found |= _updates(whole, length)
        except (ForbiddenAddition, MemoryError, RecursionError):
            raise
        except Exception as error:  # a hostile document finds an unexpected error in every parser
            raise ForbiddenAddition(f"unreadable: {type(error).__name__}") from error
    return tuple(sorted(found))


def _updates(whole: bytes, length: int) -> set[Addition]:
    before, after = (PdfFileReader(BytesIO(part)) for part in (whole[:length], whole))
    first = before.xrefs.total_revisions
    _check_same_beginning(before, after)
    position = length
    for revision in range(first, after.xrefs.total_revisions):
        position = _check_update(whole, position, after, revision)
        _check_same_metadata(before, after.get_historical_resolver(revision))
    if whole[position:].strip(PADDING):
        raise ForbiddenAddition("bytes after the last update")
    result = POLICY.review_file(after, first - 1, doc_mdp=MDPPerm.NO_CHANGES)
    if getattr(result, "modification_level", ModificationLevel.OTHER) > PERMITTED_LEVEL:
        raise ForbiddenAddition(f"not permitted: {result}")
    timestamps = after.embedded_signatures[len(before.embedded_signatures) :]
    if len(_fields(after)) - len(_fields(before)) != len(timestamps) or not all(map(_is_timestamp, timestamps)):
        raise ForbiddenAddition("fields without a time stamp")
    kinds = {Addition.TIME_STAMP} if timestamps else set[Addition]()
    if "/DSS" in after.root:
        kinds.add(Addition.VALIDATION_DATA)
    if not kinds:
        raise ForbiddenAddition("an update that adds nothing")
    return kinds


def _check_same_beginning(before: PdfFileReader, after: PdfFileReader) -> None:
    """Raises ForbiddenAddition unless the updates continue the signed revision."""
    offsets = [
        [reader.xrefs.get_startxref_for_revision(revision) for revision in range(revisions)]
        for revisions in [before.xrefs.total_revisions]
        for reader in (before, after)
    ]
    if offsets[0] != offsets[1] or after.xrefs.hybrid_xrefs_present or "/Encrypt" in after.trailer:
        raise ForbiddenAddition("another base revision")


def _check_update(whole: bytes, begin: int, reader: PdfFileReader, revision: int) -> int:
    """The end of an update. Raises ForbiddenAddition unless each byte belongs to its objects or cross-references."""
    xrefs = reader.xrefs
    table = xrefs.get_xref_container_info(revision)
    offsets = {table.declared_startxref: table.stream_ref}
    for ref in reader.get_historical_resolver(revision).explicit_refs_in_revision():
        offset = xrefs.get_historical_ref(ref, revision)
        if isinstance(offset, int):
            offsets[offset] = ref
    end = _END.match(whole, _end_of_object(whole, table) if table.stream_ref else _end_of_trailer(whole, table))
    if end is None or not int(end[1]) == max(offsets) == table.declared_startxref:
        raise ForbiddenAddition("cross-references elsewhere")
    if whole[begin : min(offsets)].strip(PADDING):
        raise ForbiddenAddition("bytes before the first object")
    for offset, following in pairwise([*sorted(offsets), end.start()]):
        _check_object(whole[offset:following].rstrip(PADDING), offsets[offset])
    return end.end()


def _end_of_object(whole: bytes, table: XRefSectionMetaInfo) -> int:
    return whole.index(b"endobj", table.declared_startxref) + len(b"endobj")


def _end_of_trailer(whole: bytes, table: XRefSectionMetaInfo) -> int:
    stream = BytesIO(whole)
    stream.seek(table.end_location)
    generic.DictionaryObject.read_from_stream(stream, generic.TrailerReference(None))  # type: ignore[arg-type]
    return stream.tell()


def _check_object(piece: bytes, ref: generic.Reference | None) -> None:
    """Raises ForbiddenAddition unless the bytes are exactly one object, or the cross-reference table."""
    if ref is None:
        if not piece.startswith(b"xref") or b"obj" in piece or len(_TRAILER.findall(piece)) != 1:
            raise ForbiddenAddition("no table")
        return
    head = _OBJECT.match(piece)
    if head is None or (int(head[1]), int(head[2])) != (ref.idnum, ref.generation):
        raise ForbiddenAddition("no object")
    if len(_INSIDE.findall(piece)) != 1 or not piece.endswith(b"endobj") or piece.count(b"endobj") != 1:
        raise ForbiddenAddition("an object in an object")


def _check_same_metadata(before: PdfFileReader, after: HistoricalResolver) -> None:
    """Raises ForbiddenAddition unless the metadata are the same, apart from program and time of saving."""
    if _information(before.trailer_view) != _information(after.trailer_view):
        raise ForbiddenAddition("other document information")
    if _properties(before.root) != _properties(after.root):
        raise ForbiddenAddition("other metadata")


def _information(trailer: generic.DictionaryObject) -> dict[str, Any]:
    if "/Info" not in trailer:
        return {}
    information = trailer["/Info"]
    return {name: information[name] for name in information if name not in BOOKKEEPING}


def _properties(root: generic.DictionaryObject) -> list[tuple[str, Any]]:
    if "/Metadata" not in root:
        return []
    stream = root.get_value_as_reference("/Metadata").get_object()  # not parsed by pyHanko
    if not isinstance(stream, generic.StreamObject):
        raise ForbiddenAddition("metadata that are no stream")
    packets = parse_xmp(BytesIO(stream.data))
    found = [
        (str(name), value) for packet in packets for name, value in packet if name.local_name not in XMP_BOOKKEEPING
    ]
    return sorted(found, key=lambda each: each[0])


def _fields(reader: PdfFileReader) -> list[Any]:
    return list(reader.root["/AcroForm"]["/Fields"])


def _is_timestamp(signature: EmbeddedPdfSignature) -> bool:
    """Whether it is an invisible document time stamp that covers its whole revision."""
    field = signature.sig_field
    left, bottom, right, top = (float(each) for each in field["/Rect"])
    if (
        signature.sig_object_type != "/DocTimeStamp"
        or not TIMESTAMP_FIELD_ENTRIES.issuperset(field)
        or (right - left) * (top - bottom)
    ):
        return False
    no_anchors = ValidationContext(trust_roots=[], allow_fetching=False)
    status = run_synchronously(async_validate_pdf_timestamp(signature, no_anchors, skip_diff=True))
    return status.intact and status.valid and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
