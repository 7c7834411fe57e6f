"""Templates: a page laid out once, its fonts embedded once; a document adds its texts and the missing glyphs."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pdf.layout import content_operators
from pdf.layout.line_breaking import FieldText, fit_texts
from pdf.layout.page_layout import HEIGHT, WIDTH, Canvas, Placeholder
from pdf.writer import metadata
from pdf.writer.fonts import Fonts
from pdf.writer.form_xobjects import FormXObject
from pdf.writer.metadata import Attachment, DocumentInfo
from pdf.writer.pdf_objects import Objects
from pdf.writer.typefaces import MONO, SERIF

_PLACEHOLDER = re.compile(r"%@(\d+)@\n")
_COMMON_CHARACTERS = "0123456789,-年月日円令和元から まで様第号市町村県区道路工事改良建設株式会社支店銀行長　（）"
"""Characters of most documents, embedded by templates, so that documents need not embed them."""
_GAP = 2.5
"""Between fields that share a placeholder, if there is space for it, in points."""
_DIGITS = "0123456789-"


class Rectangle(NamedTuple):
    """A rectangle on the page, from its lower left corner, in points."""

    x: float
    y: float
    width: float
    height: float


class Link(NamedTuple):
    """The part of the page that links to an address."""

    area: Rectangle
    address: str


class FilledPage(NamedTuple):
    """A page with the texts of a document: its operators, and the fonts that it needs besides the template's."""

    content: str
    fonts: Fonts


class Template:
    """The fixed part of a kind of document."""

    def __init__(self, canvas: Canvas, forms: Mapping[str, FormXObject]) -> None:
        canvas.fonts.show(_COMMON_CHARACTERS, SERIF, 1)
        canvas.fonts.show(_DIGITS, MONO, 1)
        self._boxes = canvas.boxes
        self._placeholders = canvas.placeholders
        self._fonts = canvas.fonts
        self._producer = canvas.producer
        self._pieces = _PLACEHOLDER.split(canvas.content)
        self._objects = Objects()
        self._font_objects = canvas.fonts.embed(self._objects, level=9)
        self._form_objects = {name: form.embed(self._objects) for name, form in forms.items()}

    def fill(self, texts: Mapping[str, str | None]) -> FilledPage:
        """The page with these texts in its placeholders; a field without text leaves its box empty.

        Raises NoText, NoGlyph or TextDoesNotFit.
        """
        fonts = Fonts("X", self._fonts)
        content = "".join(
            self._fill(self._placeholders[int(piece)], texts, fonts) if count % 2 else piece
            for count, piece in enumerate(self._pieces)
        )
        return FilledPage(content, fonts)

    def document(
        self,
        page: FilledPage,
        info: DocumentInfo,
        *,
        further: Sequence[FilledPage] = (),
        drawing: str = "",
        forms: Mapping[str, FormXObject] | None = None,
        link: Link | None = None,
        attachment: Attachment | None = None,
    ) -> bytes:
        """The document of a filled page, and further ones of the same template.

        `drawing` are further operators of the first page, `forms` its form XObjects by name.
        """
        objects = self._objects.copy()
        forms_used = {**self._form_objects, **{name: form.embed(objects) for name, form in (forms or {}).items()}}
        first = self._entries(objects, page, drawing, forms_used)
        links = f"/Annots[{_add_link(objects, link)} 0 R]" if link else ""
        others = [self._entries(objects, each, "", self._form_objects) for each in further]
        pages = _add_pages(objects, [first + links, *others])
        root = metadata.add_catalog(objects, pages, info, self._producer, attachment)
        return objects.file(root=root, info=metadata.add_information(objects, info, self._producer))

    def _entries(self, objects: Objects, page: FilledPage, drawing: str, forms: Mapping[str, int]) -> str:
        """Add the content of a page; returns the entries of its object."""
        fonts = {**self._font_objects, **page.fonts.embed(objects)}
        contents = objects.add_stream("", (page.content + drawing).encode("latin-1"))
        resources = f"/Font<<{_references(fonts)}>>/XObject<<{_references(forms)}>>"
        return f"/Contents {contents} 0 R/Resources<<{resources}>>"

    def _fill(self, placeholder: Placeholder, texts: Mapping[str, str | None], fonts: Fonts) -> str:
        field_texts = [
            FieldText(self._boxes[name].attribute or name, text, self._boxes[name])
            for name in placeholder.fields
            if (text := texts[name]) is not None
        ]
        blocks = fit_texts(field_texts)
        free = placeholder.height - sum(block.height for block in blocks)
        gap = min(_GAP, free / (len(blocks) + 1))
        top = (
            placeholder.y + placeholder.height - ((free - gap * (len(blocks) - 1)) / 2 if placeholder.is_centred else 0)
        )
        content = ""
        for field_text, block in zip(field_texts, blocks, strict=True):
            content += content_operators.text(block, fonts, x=placeholder.x, top=top, width=field_text.box.width)
            top -= block.height + gap
        return content


def _references(numbers: Mapping[str, int]) -> str:
    return "".join(f"/{name} {number} 0 R" for name, number in numbers.items())


def _add_link(objects: Objects, link: Link) -> int:
    """Add an annotation without border and appearance, which covers nothing; returns its object number."""
    x, y, width, height = link.area
    address = link.address.encode().hex()
    return objects.add(
        f"<</Type/Annot/Subtype/Link/Rect[{x:g} {y:g} {x + width:g} {y + height:g}]/Border[0 0 0]/F 4"
        f"/A<</S/URI/URI<{address}>>>>>"
    )


def _add_pages(objects: Objects, entries: Sequence[str]) -> int:
    """Add pages and page tree, which refer to each other; returns the object number of the tree."""
    first = objects.next_number
    tree = first + len(entries)
    for each in entries:
        objects.add(f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]{each}>>")
    kids = " ".join(f"{number} 0 R" for number in range(first, tree))
    return objects.add(f"<</Type/Pages/Kids[{kids}]/Count {len(entries)}>>")
