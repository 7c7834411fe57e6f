"""Reads the content of a key notice from the bytes of a file: attachment and visible text have to agree.

It reads untrusted files and is meant for a sandboxed process (notice_worker.py). pdfminer is all Python: a hostile file
may exhaust it, but not make it execute what the file contains.
"""

import re
from io import BytesIO
from itertools import chain, islice

from pdfminer import settings
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import dict_value, str_value, stream_value
from pdfminer.utils import decode_text

from pdf.documents.notice_attachment import ATTACHMENT_NAME, InvalidAttachment, KeyNotice
from pdf.reading import visible_text
from pdf.reading.active_content import UndecryptedDocument, dictionaries, refuse_scripts, without_padding
from pdf.reading.visible_text import Glyph
from pdf.upload_refusals import Reason, UploadRefused

MAX_OBJECTS = 1000
"""Of a file. A notice has thirty; signatures of e-contract systems add some dozens."""
NUMBER_LABEL = "保証契約番号"
KEY_LABEL = "認証キー"
MAX_LABEL_DISTANCE = 150
"""In points, between a label and its value."""
MAX_BASELINE_OFFSET = 12
"""In points, between the vertical centers of a label and its value, which have different sizes."""
MOST_PADDING = 512
"""Bytes of white space after the end; programs that write whole blocks pad the last one."""

settings.STRICT = True  # genuine notices are well-formed, and each program repairs a malformed file differently


def read(document: bytes) -> KeyNotice:
    """The content of the notice. Raises UploadRefused, and MemoryError or RecursionError at the process's limits."""
    try:
        return _read(document)
    except (UploadRefused, MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 -- a hostile document finds an unexpected error in every parser
        raise UploadRefused(Reason.DAMAGED) from None


def _read(document: bytes) -> KeyNotice:
    whole = without_padding(document, most=MOST_PADDING)
    opened = UndecryptedDocument(PDFParser(BytesIO(whole)), fallback=False)
    page = _only_page(opened)
    attached = _read_attachment(opened)
    glyphs = visible_text.extract(page)
    if attached is None:
        raise UploadRefused(_reason_without_attachment(glyphs))
    notice = _parse_notice(attached)
    if values_beside(NUMBER_LABEL, glyphs) != {notice.number} or values_beside(KEY_LABEL, glyphs) != {notice.key}:
        raise UploadRefused(Reason.CONTRADICTORY)
    return notice


def _only_page(document: PDFDocument) -> PDFPage:
    page, *others = islice(PDFPage.create_pages(document), 2)
    if others:
        raise UploadRefused(Reason.TOO_MANY_PAGES)
    return page


def _read_attachment(document: PDFDocument) -> bytes | None:
    """The notice's attachment. Visits every object, whether or not it is referenced."""
    numbers = list(islice(chain.from_iterable(xref.get_objids() for xref in document.xrefs), MAX_OBJECTS + 1))
    if len(numbers) > MAX_OBJECTS:
        raise UploadRefused(Reason.TOO_COMPLEX)
    files: list[dict[str, object]] = []
    for number in sorted(set(numbers)):
        for each in dictionaries(document.getobj(number)):
            refuse_scripts(each)
            if "EF" in each:
                files.append(each)
    if not files:
        return None
    file, *others = files
    if others or decode_text(str_value(file["F"])) != ATTACHMENT_NAME:
        raise UploadRefused(Reason.ADDED_CONTENT)
    return stream_value(dict_value(file["EF"])["F"]).get_data()


def _parse_notice(attached: bytes) -> KeyNotice:
    try:
        return KeyNotice.from_json(attached)
    except InvalidAttachment:
        raise UploadRefused(Reason.INVALID_ATTACHMENT) from None


def _reason_without_attachment(glyphs: list[Glyph]) -> Reason:
    if values_beside(KEY_LABEL, glyphs):
        return Reason.WITHOUT_ATTACHMENT
    return Reason.NOT_A_KEY_NOTICE if glyphs else Reason.SCANNED


def values_beside(label: str, glyphs: list[Glyph]) -> set[str | None]:
    """The values beside each occurrence of a label; None for text that follows it, but stands elsewhere on the page."""
    text = "".join(glyph.character for glyph in glyphs)
    found = re.finditer(rf"{label}([!-~]+)", text)
    return {match[1] if _is_beside(glyphs[match.start(1) - 1 : match.end(1)]) else None for match in found}


def _is_beside(glyphs: list[Glyph]) -> bool:
    """Whether a label's last character and a value are in one line, and the value's characters adjacent."""
    label, first, *rest = (glyph.box for glyph in glyphs)
    height = first.top - first.bottom
    is_level = abs(first.bottom + first.top - label.bottom - label.top) / 2 <= MAX_BASELINE_OFFSET
    if not is_level or not 0 <= first.left - label.right <= MAX_LABEL_DISTANCE:
        return False
    return all(
        after.bottom == before.bottom and -height / 2 <= after.left - before.right <= height
        for before, after in zip([first, *rest], rest, strict=False)
    )
