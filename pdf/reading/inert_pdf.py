"""Whether a PDF may be handed on as it is: it parses, runs, opens and sends nothing, and needs little memory to show.

It reads untrusted files and is meant for a sandboxed process. The file is not rewritten, because signatures of
contracts would become invalid. So it is refused for what any program might find in it, also after repairing it.
"""

import zlib
from contextlib import suppress
from io import BytesIO
from itertools import chain, islice
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFObjectNotFound
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from pdf.reading.active_content import (
    UndecryptedDocument,
    dictionaries,
    refuse_names,
    refuse_scripts,
    unescaped,
    without_padding,
)
from pdf.upload_refusals import Reason, UploadRefused

MAX_PAGES = 500
MAX_OBJECTS = 50_000
"""A tagged text of a hundred pages has some twenty thousand."""
MAX_UNPACKED = 2**27
"""Bytes of one stream, or of one image as it is shown: a page in colour at 600 dpi has 104 MB."""
MAX_ALL_UNPACKED = 2**30
MOST_PADDING = 4096
"""Bytes of white space after the end."""
_WORST_RATIO = 1_400
"""Of unpacked to packed bytes; a filter has no more (LZW)."""
_FLATE = frozenset({"FlateDecode", "Fl"})
_EXPANDING = _FLATE | {"LZWDecode", "LZW", "RunLengthDecode", "RL"}
_CHUNK = 2**20
_ARCHIVE_END, _LONGEST_ARCHIVE_END = b"PK\5\6", 65_557
_OBJECT_STREAM = "ObjStm"


def check(document: bytes) -> None:
    """Raises UploadRefused, and MemoryError or RecursionError at the process's limits."""
    try:
        _check(document)
    except (UploadRefused, MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 -- a hostile document finds an unexpected error in every parser
        raise UploadRefused(Reason.DAMAGED) from None


def _check(document: bytes) -> None:
    whole = without_padding(document, most=MOST_PADDING)
    names = unescaped(whole)
    if b"/Encrypt" in names:
        raise UploadRefused(Reason.ENCRYPTED)
    refuse_names(names)
    if whole.rfind(_ARCHIVE_END, -_LONGEST_ARCHIVE_END) >= 0:  # it is a ZIP file, too
        raise UploadRefused(Reason.ADDED_CONTENT)
    opened = UndecryptedDocument(PDFParser(BytesIO(whole)), fallback=False)
    _check_pages(opened)
    _check_objects(opened, object_streams=names.count(f"/{_OBJECT_STREAM}".encode()))


def _check_pages(document: PDFDocument) -> None:
    count = sum(1 for _ in islice(PDFPage.create_pages(document), MAX_PAGES + 1))
    if not 0 < count <= MAX_PAGES:
        raise UploadRefused(Reason.TOO_MANY_PAGES if count else Reason.DAMAGED)


def _check_objects(document: PDFDocument, *, object_streams: int) -> None:
    """Check every object, whether or not it is referenced; so many object streams stand in the file."""
    numbers = list(islice(chain.from_iterable(xref.get_objids() for xref in document.xrefs), MAX_OBJECTS + 1))
    if len(numbers) > MAX_OBJECTS:
        raise UploadRefused(Reason.TOO_COMPLEX)
    unpacked = 0
    for number in sorted(set(numbers)):
        with suppress(PDFObjectNotFound):
            value = document.getobj(number)
            for each in dictionaries(value):
                refuse_scripts(each)
                if "EF" in each or _name(each.get("Subtype")) == "3D":
                    raise UploadRefused(Reason.ADDED_CONTENT)
            if isinstance(value, PDFStream):
                unpacked += _check_stream(value)
                object_streams -= _name(value.get("Type")) == _OBJECT_STREAM
            if unpacked > MAX_ALL_UNPACKED:
                raise UploadRefused(Reason.TOO_COMPLEX)
    if object_streams > 0:  # one that the tables do not name, and that has not been looked into
        raise UploadRefused(Reason.ADDED_CONTENT)


def _check_stream(stream: PDFStream) -> int:
    """Its unpacked size in bytes."""
    size = _unpacked_size(stream)
    if size > MAX_UNPACKED:
        raise UploadRefused(Reason.TOO_COMPLEX)
    width, height = (resolve1(stream.get(name)) for name in ("Width", "Height"))
    if isinstance(width, int) and isinstance(height, int):
        bits = 1 if resolve1(stream.get("ImageMask")) else resolve1(stream.get("BitsPerComponent")) or 8
        if width * height * bits // 8 > MAX_UNPACKED:
            raise UploadRefused(Reason.TOO_MANY_PIXELS)
    if _name(stream.get("Type")) == _OBJECT_STREAM or {"N", "First"} <= stream.attrs.keys():
        refuse_names(unescaped(stream.get_data()))
    return size


def _unpacked_size(stream: PDFStream) -> int:
    if stream.data is not None:  # pdfminer has unpacked it already
        return len(stream.data)
    raw = stream.get_rawdata() or b""
    filters = [_name(filter_) for filter_, _ in stream.get_filters()]
    expanding = [name for name in filters if name in _EXPANDING]
    if len(expanding) == 1 and filters[0] in _FLATE:
        return _inflated_size(raw)
    return len(raw) * _WORST_RATIO ** len(expanding)


def _inflated_size(data: bytes) -> int:
    """At least what is more than the maximum, which is not unpacked as a whole."""
    inflater, size = zlib.decompressobj(), 0
    with suppress(zlib.error):
        while data and not inflater.eof and size <= MAX_UNPACKED:
            size += len(inflater.decompress(data, _CHUNK))
            data = inflater.unconsumed_tail
    return size


def _name(value: Any) -> str | None:
    found = resolve1(value)
    return found.name if isinstance(found, PSLiteral) and isinstance(found.name, str) else None
