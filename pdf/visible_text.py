"""The text that people see on a page, with the place of each character.

What is white, tiny, transparent, outside of the page or of a clipping path, on a layer, or covered by something drawn
later does not count. It leans to the safe side: what stands in a form (a drawing within the drawing) does not count
either, and whatever is drawn over a text covers it. Two things are believed: typefaces, of which one may draw a B for
an A, and that letters stand on a light ground.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import dict_value, list_value, resolve1
from pdfminer.psparser import LIT, PSLiteral, literal_name
from pdfminer.utils import Matrix, PathSegment

from pdf.boxes import Box, outline
from pdf.page_operators import Canvas, Interpreter, State

SMALLEST = 6
"""Points: the size of the smallest letters that count; number and key are much larger."""
NARROWEST = 1
"""Points: the width of the narrowest."""
PALEST = 0.6
"""The lightness of the palest: 0 is black, 1 white."""
HAIRLINE = 3
"""Points: a line that is thinner covers nothing."""
FILLED = (0, 2)
"""Ways of drawing text: filled, filled and outlined."""

_BODY = 0.7
"""The height of figures and capitals, in sizes."""
_UNKNOWN = "\ufffd"
_LINK = LIT("Link")
_PLAIN_SPACES = ("DeviceGray", "DeviceRGB", "DeviceCMYK", "CalGray", "CalRGB", "ICCBased")


@dataclass(frozen=True)
class Glyph:
    """A character, and the box of its body above the baseline."""

    character: str
    box: Box


def read(page: PDFPage) -> list[Glyph]:
    """The visible characters in the order in which they are drawn, without spaces. Raises whatever pdfminer does."""
    resources = PDFResourceManager()
    device = _Device(resources)
    Interpreter(resources, device).process_page(page)
    for box in _annotations(page, device.ctm):
        device.cover(box)
    return device.glyphs


class _Device(Canvas):
    """Keeps the visible characters."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.glyphs: list[Glyph] = []
        self._page = Box(0, 0, 0, 0)
        self._tags: list[bool] = []
        self._is_filled = True

    def cover(self, box: Box) -> None:
        """Something is drawn over what stands there."""
        self.glyphs = [glyph for glyph in self.glyphs if not glyph.box.meets(box)]

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Its edges."""
        self._page = Box.of(page.cropbox, ctm).within(Box.of(page.mediabox, ctm))

    def begin_tag(self, tag: PSLiteral, props: object = None) -> None:  # noqa: ARG002 -- pdfminer's
        """Of marked content: OC is a layer."""
        self._tags.append(literal_name(tag) == "OC")

    def end_tag(self) -> None:
        """Of marked content."""
        if self._tags:
            self._tags.pop()

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,  # noqa: FBT001 -- pdfminer's
        fill: bool,  # noqa: FBT001 -- likewise
        evenodd: bool,  # noqa: ARG002, FBT001 -- likewise
        path: Sequence[PathSegment],
    ) -> None:
        """Filled, or drawn with a broad line, it covers."""
        matrix = cast("Matrix", self.ctm)
        width = graphicstate.linewidth * math.hypot(*matrix[:2]) if stroke else 0
        if fill or width >= HAIRLINE:
            self.cover(outline(path, matrix).grown(width / 2))

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        """Of its state, the way of drawing is all that render_char is not told."""
        self._is_filled = textstate.render in FILLED
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0917 -- pdfminer's
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Keep it if it can be seen; returns how far it advances."""
        advance = font.char_width(cid) * fontsize * scaling
        box = Box.of((0, rise, advance, rise + _BODY * fontsize), matrix)
        is_visible = (
            self._is_filled
            and not any(self._tags)
            and not isinstance(font, PDFType3Font)
            and not font.is_vertical()
            and box.top - box.bottom >= SMALLEST * _BODY
            and box.right - box.left >= NARROWEST
            and _is_dark(graphicstate.ncolor, ncs)
            and _shows(cast("State", graphicstate), self._page, box)
        )
        if is_visible:
            self.glyphs += [Glyph(each, box) for each in _characters(font, cid) if not each.isspace()]
        return advance


def _characters(font: PDFFont, cid: int) -> str:
    try:
        return font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return _UNKNOWN


def _shows(state: State, page: Box, box: Box) -> bool:
    return not state.is_faint and page.within(state.clip).holds(box)


def _is_dark(color: object, space: PDFColorSpace) -> bool:
    """Whether letters of this colour can be read on paper; of colours that are not plain numbers nobody knows."""
    parts = color if isinstance(color, tuple) else (color,)
    if space.name not in _PLAIN_SPACES or not all(isinstance(part, int | float) for part in parts):
        return False
    numbers = cast("tuple[float, ...]", parts)
    match numbers:
        case (gray,):
            lightness = gray
        case (red, green, blue):
            lightness = 0.3 * red + 0.59 * green + 0.11 * blue
        case (cyan, magenta, yellow, black):
            lightness = 1 - min(1, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black)
        case _:
            return False
    return lightness <= PALEST


def _annotations(page: PDFPage, matrix: Matrix | None) -> Iterator[Box]:
    """Where something is laid over the page; mere links show nothing."""
    for each in list_value(page.annots) if page.annots else ():
        annotation = dict_value(each)
        if "AP" in annotation or resolve1(annotation.get("Subtype")) is not _LINK:
            yield Box.of(list_value(annotation["Rect"]), cast("Matrix", matrix))
