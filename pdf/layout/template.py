"""Templates: a page laid out once, its fonts embedded once; a document adds its words and the glyphs that lack."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pdf.layout import content_operators
from pdf.layout.line_breaking import Part, set_parts
from pdf.layout.page_layout import HEIGHT, WIDTH, Canvas, Slot
from pdf.writer import metadata
from pdf.writer.fonts import Fonts
from pdf.writer.form_xobjects import Form
from pdf.writer.metadata import About, Attachment
from pdf.writer.pdf_objects import Objects
from pdf.writer.typefaces import MONO, SERIF

_MARK = re.compile(r"%@(\d+)@\n")
_STOCK = "0123456789,-年月日円令和元から まで様第号市町村県区道路工事改良建設株式会社支店銀行長　（）"
"""Characters of most documents: what a template has embedded already costs a document nothing."""
_GAP = 2.5
"""Between fields that share a slot, where there is room for it, in points."""
_DIGITS = "0123456789-"


class Place(NamedTuple):
    """A rectangle on the page, from its lower left corner, in points."""

    x: float
    y: float
    width: float
    height: float


class Link(NamedTuple):
    """Where on the page a click leads to an address."""

    place: Place
    address: str


class Filled(NamedTuple):
    """A page whose texts are set: its operators, and the fonts that it needs besides the template's."""

    content: str
    fonts: Fonts


class Template:
    """The fixed part of a kind of document."""

    def __init__(self, canvas: Canvas, forms: Mapping[str, Form]) -> None:
        canvas.fonts.show(_STOCK, SERIF, 1)
        canvas.fonts.show(_DIGITS, MONO, 1)
        self._rooms = canvas.rooms
        self._slots = canvas.slots
        self._fonts = canvas.fonts
        self._producer = canvas.producer
        self._pieces = _MARK.split(canvas.content)
        self._objects = Objects()
        self._font_objects = canvas.fonts.embed(self._objects, level=9)
        self._form_objects = {name: form.embed(self._objects) for name, form in forms.items()}

    def filled(self, texts: Mapping[str, str | None]) -> Filled:
        """The page with these texts in its slots; a field without text leaves its room empty.

        Raises NoText, NoGlyph or TextDoesNotFit.
        """
        fonts = Fonts("X", self._fonts)
        content = "".join(
            self._fill(self._slots[int(piece)], texts, fonts) if count % 2 else piece
            for count, piece in enumerate(self._pieces)
        )
        return Filled(content, fonts)

    def document(
        self,
        page: Filled,
        about: About,
        *,
        drawing: str = "",
        forms: Mapping[str, Form] | None = None,
        link: Link | None = None,
        attachment: Attachment | None = None,
    ) -> bytes:
        """The document of a filled page; `drawing` are operators to add, `forms` drawings that the page names."""
        objects = self._objects.copy()
        fonts_used = {**self._font_objects, **page.fonts.embed(objects)}
        forms_used = {**self._form_objects, **{name: form.embed(objects) for name, form in (forms or {}).items()}}
        contents = objects.add_stream("", (page.content + drawing).encode("latin-1"))
        resources = f"/Font<<{_references(fonts_used)}>>/XObject<<{_references(forms_used)}>>"
        links = f"/Annots[{_add_link(objects, link)} 0 R]" if link else ""
        pages = _add_page(objects, f"/Contents {contents} 0 R/Resources<<{resources}>>{links}")
        root = metadata.add_catalogue(objects, pages, about, self._producer, attachment)
        return objects.file(root=root, info=metadata.add_information(objects, about, self._producer))

    def _fill(self, slot: Slot, texts: Mapping[str, str | None], fonts: Fonts) -> str:
        parts = [
            Part(self._rooms[name].attribute or name, text, self._rooms[name])
            for name in slot.fields
            if (text := texts[name]) is not None
        ]
        found = set_parts(parts)
        free = slot.height - sum(text.height for text in found)
        gap = min(_GAP, free / (len(found) + 1))
        top = slot.y + slot.height - ((free - gap * (len(found) - 1)) / 2 if slot.is_centred else 0)
        content = ""
        for part, text in zip(parts, found, strict=True):
            content += content_operators.text(text, fonts, x=slot.x, top=top, width=part.room.width)
            top -= text.height + gap
        return content


def _references(numbers: Mapping[str, int]) -> str:
    return "".join(f"/{name} {number} 0 R" for name, number in numbers.items())


def _add_link(objects: Objects, link: Link) -> int:
    """Add an annotation without a frame and without an appearance: it covers nothing; returns its number."""
    x, y, width, height = link.place
    address = link.address.encode().hex()
    return objects.add(
        f"<</Type/Annot/Subtype/Link/Rect[{x:g} {y:g} {x + width:g} {y + height:g}]/Border[0 0 0]/F 4"
        f"/A<</S/URI/URI<{address}>>>>>"
    )


def _add_page(objects: Objects, entries: str) -> int:
    """Add page and page tree, which name each other; returns the tree's number."""
    page = objects.next_number
    objects.add(f"<</Type/Page/Parent {page + 1} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]{entries}>>")
    return objects.add(f"<</Type/Pages/Kids[{page} 0 R]/Count 1>>")
