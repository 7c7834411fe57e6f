"""What makes a PDF more than pages to look at: scripts, actions that open or send something, files, encryption."""

import re
from collections.abc import Iterator

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from pdf.upload_refusals import Reason, UploadRefused

ACTIONS = frozenset(
    {"JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition", "Movie", "Sound"}
)
SCRIPTS = frozenset({"JS", "JavaScript", "XFA", "RichMediaContent"})
_NAMES = (*sorted(ACTIONS), "XFA(?![A-Za-z])", "RichMedia", "EmbeddedFile", "FileAttachment", "OnInstantiate")
"""Beginnings of names that stand in no PDF that is only to be looked at; /XFAQWE+Mincho is the name of a font."""
_FORBIDDEN = re.compile(f"/(?:{'|'.join(_NAMES)})".encode())
_ESCAPE = re.compile(b"#([0-9A-Fa-f]{2})")
END, PADDING = b"%%EOF", b"\0\t\n\f\r "


class UndecryptedDocument(PDFDocument):
    """A document that is not encrypted."""

    def _initialize_password(self, password: str = "") -> None:  # noqa: ARG002 -- pdfminer's
        """Decrypt nothing, not even what everybody may open."""
        raise UploadRefused(Reason.ENCRYPTED)


def without_padding(document: bytes, *, most: int) -> bytes:
    """The document up to its end; `most` bytes of white space may follow. Raises UploadRefused."""
    whole = document.rstrip(PADDING)
    if not whole.endswith(END):
        raise UploadRefused(Reason.DAMAGED)
    if len(document) - len(whole) > most:
        raise UploadRefused(Reason.ADDED_CONTENT)
    return whole


def dictionaries(value: object) -> Iterator[dict[str, object]]:
    """The dictionaries inside an object, itself included; references are not followed."""
    if isinstance(value, PDFStream):
        value = value.attrs
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from dictionaries(each)


def refuse_scripts(dictionary: dict[str, object]) -> None:
    """Raises UploadRefused for a script, or an action that opens, starts or sends something."""
    action = resolve1(dictionary.get("S"))
    if (isinstance(action, PSLiteral) and action.name in ACTIONS) or not SCRIPTS.isdisjoint(dictionary):
        raise UploadRefused(Reason.ADDED_CONTENT)


def unescaped(data: bytes) -> bytes:
    """Unparsed data with the escapes of names resolved: `/J#61vaScript` is `/JavaScript`."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data)


def refuse_names(data: bytes) -> None:
    """The same as `refuse_scripts` without parsing: programs that repair a file may find other objects in it."""
    if _FORBIDDEN.search(data):
        raise UploadRefused(Reason.ADDED_CONTENT)
