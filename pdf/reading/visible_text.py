"""The text that people see on a page, with the place of each character.

What is white, tiny, transparent, outside of the page or of a clipping path, on a layer, or covered by something drawn
later does not count. It leans to the safe side: whatever is drawn over a text covers it, other text and what cannot be
seen itself included. What is drawn counts, not the box in which it may be: a stamp on the margin may come in a form (a
drawing within the drawing) as large as the page. Two things are believed: typefaces, of which one may draw a B for an
A, and that letters stand on a light ground.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import Matrix, PathSegment

from pdf.reading import annotations
from pdf.reading.boxes import Box
from pdf.reading.page_operators import Canvas, Interpreter, State
from pdf.reading.painted_areas import Area, Filled, drawn
from pdf.reading.spatial_index import Shelf

SMALLEST = 6
"""Points: the size of the smallest letters that count; number and key are much larger."""
NARROWEST = 1
"""Points: the width of the narrowest."""
LARGEST = 72
"""Points: of the largest."""
PALEST = 0.6
"""The lightness of the palest: 0 is black, 1 white."""
FILLED = (0, 2)
"""Ways of drawing text: filled, filled and outlined."""
UNSEEN = (3, 7)
"""Ways that draw nothing."""

_BODY = 0.7
"""The height of figures and capitals, in sizes."""
_DESCENT, _ASCENT = -0.15, 0.85
"""How far letters reach below and above the baseline, in sizes."""
_BESIDE = 0.08
"""Of a letter's width, on each side: as far as neighbours may overlap."""
_UNKNOWN = "\ufffd"
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
    interpreter = Interpreter(resources, device)
    interpreter.process_page(page)
    annotations.draw(page, interpreter)
    return device.glyphs


class _Device(Canvas):
    """Keeps the visible characters."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self._glyphs = Shelf[Glyph]()
        self._page = Box(0, 0, 0, 0)
        self._tags: list[bool] = []
        self._outer: list[list[bool]] = []
        """The tags around each form."""
        self._mode = 0

    @property
    def glyphs(self) -> list[Glyph]:
        """Those that are still visible."""
        return list(self._glyphs)

    def cover(self, area: Area, clip: Box) -> None:
        """Something is drawn over what stands there, as far as the clipping path lets it."""
        bounds = area.bounds.within(clip)
        if bounds.left > bounds.right or bounds.bottom > bounds.top:
            return
        for number, glyph in self._glyphs.near(bounds):
            if bounds.meets(glyph.box) and area.meets(glyph.box.within(clip)):
                self._glyphs.drop(number, glyph.box)

    def begin_form(self, form: PDFStream) -> None:
        """Its tags are its own; it may stand on a layer as a whole."""
        self._outer.append(self._tags)
        self._tags = [any(self._tags) or "OC" in form]

    def end_form(self) -> None:
        """Back to the tags around it."""
        self._tags = self._outer.pop()

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Its edges."""
        self.page_matrix = ctm
        self._page = Box.of(page.cropbox, ctm).within(Box.of(page.mediabox, ctm))

    def end_page(self, page: PDFPage) -> None:  # noqa: ARG002 -- pdfminer's
        """What follows are annotations, which cover; what they say does not count, since it may not be printed."""
        self._tags = [True]

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
        evenodd: bool,  # noqa: FBT001 -- likewise
        path: Sequence[PathSegment],
    ) -> None:
        """Filled, it covers what it encloses; lines cover where they run, however thin they are."""
        matrix, state = cast("Matrix", self.ctm), cast("State", graphicstate)
        if fill:
            self.cover(Filled(path, matrix, is_even_odd=evenodd), state.clip)
        if stroke:
            for piece in drawn(path, matrix, state.pen):
                self.cover(piece, state.clip)

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        """Of its state, the way of drawing is all that render_char is not told."""
        self._mode = textstate.render
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
        """It covers what it is drawn over. Keep it if it can be seen; returns how far it advances."""
        advance = font.char_width(cid) * fontsize * scaling
        state = cast("State", graphicstate)
        shown = [each for each in _characters(font, cid) if not each.isspace()]
        if self._mode not in UNSEEN and shown:
            self.cover(self._painted(matrix, font, (advance, rise, fontsize), state), state.clip)
        box = Box.laid(0, rise, advance, rise + _BODY * fontsize, matrix)
        is_visible = (
            self._mode in FILLED
            and not any(self._tags)
            and not isinstance(font, PDFType3Font)
            and not font.is_vertical()
            and SMALLEST * _BODY <= box.top - box.bottom <= LARGEST
            and NARROWEST <= box.right - box.left <= LARGEST
            and _is_dark(graphicstate.ncolor, ncs)
            and _shows(state, self._page, box)
        )
        if is_visible:
            for each in shown:
                self._glyphs.put(Glyph(each, box), box)
        return advance

    def _painted(self, matrix: Matrix, font: PDFFont, metrics: tuple[float, float, float], state: State) -> Box:
        """Where a character is drawn, a little generously above and below."""
        advance, rise, size = metrics
        aside = 0.0 if font.is_vertical() else advance * _BESIDE
        left, right = (-size, size) if font.is_vertical() else (aside, advance - aside)
        bottom, top = (-size, size) if font.is_vertical() else (_DESCENT * size, _ASCENT * size)
        box = Box.laid(left, rise + bottom, right, rise + top, matrix)
        if self._mode == FILLED[0]:
            return box
        return box.grown(state.pen.outreach(cast("Matrix", self.ctm)))


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
