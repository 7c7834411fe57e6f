"""From the bytes of a file to what a key notice says: attachment and visible text have to agree.

It reads what strangers send and is meant for a process that may be killed (examining.py). pdfminer is all Python: a
hostile file may exhaust it, but not make it run what stands in the file.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, islice

from pdfminer import settings
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, dict_value, resolve1, str_value, stream_value
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from pdf.documents.notice_attachment import ATTACHMENT_NAME, InvalidData, KeyNotice
from pdf.reading import visible_text
from pdf.reading.visible_text import Glyph
from pdf.upload_refusals import NotRead, Reason

MOST_OBJECTS = 1000
"""A notice has thirty; signatures of e-contract systems add some dozens."""
NUMBER_LABEL = "保証契約番号"
KEY_LABEL = "認証キー"
FARTHEST = 150
"""Points between a label and what it labels."""
LEVEL = 12
"""Points that their middles may differ in height: they have different sizes."""
ACTIONS = frozenset(
    {"JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition", "Movie", "Sound"}
)
SCRIPTS = frozenset({"JS", "JavaScript", "XFA", "RichMediaContent"})
END, PADDING = b"%%EOF", b"\0\t\n\f\r "

settings.STRICT = True  # genuine notices are written well; what has to be repaired is read differently by each program


class _Document(PDFDocument):
    def _initialize_password(self, password: str = "") -> None:  # noqa: ARG002 -- pdfminer's
        """Decrypt nothing, not even what everybody may open."""
        raise NotRead(Reason.ENCRYPTED)


def read(document: bytes) -> KeyNotice:
    """What the notice says. Raises NotRead, and MemoryError or RecursionError where its process allows no more."""
    try:
        return _read(document)
    except (NotRead, MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 -- a hostile document finds an unexpected error in every parser
        raise NotRead(Reason.DAMAGED) from None


def _read(document: bytes) -> KeyNotice:
    whole = document.rstrip(PADDING)
    if not whole.endswith(END):
        raise NotRead(Reason.DAMAGED)
    opened = _Document(PDFParser(BytesIO(whole)), fallback=False)
    page = _only_page(opened)
    attached = _attached(opened)
    glyphs = visible_text.read(page)
    if attached is None:
        raise NotRead(_without_attachment(glyphs))
    notice = _notice(attached)
    if stated(NUMBER_LABEL, glyphs) != {notice.number} or stated(KEY_LABEL, glyphs) != {notice.key}:
        raise NotRead(Reason.CONTRADICTORY)
    return notice


def _only_page(document: PDFDocument) -> PDFPage:
    page, *others = islice(PDFPage.create_pages(document), 2)
    if others:
        raise NotRead(Reason.TOO_MANY_PAGES)
    return page


def _attached(document: PDFDocument) -> bytes | None:
    """The notice's attachment. Looks at every object, whether or not anything leads to it."""
    numbers = list(islice(chain.from_iterable(xref.get_objids() for xref in document.xrefs), MOST_OBJECTS + 1))
    if len(numbers) > MOST_OBJECTS:
        raise NotRead(Reason.TOO_COMPLEX)
    files: list[dict[str, object]] = []
    for number in sorted(set(numbers)):
        for each in _dictionaries(document.getobj(number)):
            _refuse_scripts(each)
            if "EF" in each:
                files.append(each)
    if not files:
        return None
    file, *others = files
    if others or decode_text(str_value(file["F"])) != ATTACHMENT_NAME:
        raise NotRead(Reason.ADDED_CONTENT)
    return stream_value(dict_value(file["EF"])["F"]).get_data()


def _dictionaries(value: object) -> Iterator[dict[str, object]]:
    """Those inside an object, itself included; references are not followed."""
    if isinstance(value, PDFStream):
        value = value.attrs
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _dictionaries(each)


def _refuse_scripts(dictionary: dict[str, object]) -> None:
    action = resolve1(dictionary.get("S"))
    if (isinstance(action, PSLiteral) and action.name in ACTIONS) or not SCRIPTS.isdisjoint(dictionary):
        raise NotRead(Reason.ADDED_CONTENT)


def _notice(attached: bytes) -> KeyNotice:
    try:
        return KeyNotice.from_json(attached)
    except InvalidData:
        raise NotRead(Reason.INVALID_ATTACHMENT) from None


def _without_attachment(glyphs: list[Glyph]) -> Reason:
    if stated(KEY_LABEL, glyphs):
        return Reason.WITHOUT_ATTACHMENT
    return Reason.NOT_A_KEY_NOTICE if glyphs else Reason.SCANNED


def stated(label: str, glyphs: list[Glyph]) -> set[str | None]:
    """What stands beside a label, wherever it stands; None is something behind the label, but elsewhere on the page."""
    text = "".join(glyph.character for glyph in glyphs)
    found = re.finditer(rf"{label}([!-~]+)", text)
    return {match[1] if _is_beside(glyphs[match.start(1) - 1 : match.end(1)]) else None for match in found}


def _is_beside(glyphs: list[Glyph]) -> bool:
    """Whether a label's last character and a value are in one line, and the value's characters side by side."""
    label, first, *rest = (glyph.box for glyph in glyphs)
    height = first.top - first.bottom
    is_level = abs(first.bottom + first.top - label.bottom - label.top) / 2 <= LEVEL
    if not is_level or not 0 <= first.left - label.right <= FARTHEST:
        return False
    return all(
        after.bottom == before.bottom and -height / 2 <= after.left - before.right <= height
        for before, after in zip([first, *rest], rest, strict=False)
    )
