"""Extracts the visible text of a page, with the position of each character.

Text does not count if it is white, tiny, transparent, outside of the page or of a clipping path, on a layer, or covered
by something drawn later. This is conservative: anything drawn over a text covers it, including other text and invisible
objects. The drawn area counts, not its bounding box: a stamp on the margin may come in a form XObject as large as the
page. Two things are assumed: fonts draw the characters that they name, and the background is light.
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
from pdf.reading.page_operators import GraphicsState, Interpreter, PageDevice
from pdf.reading.painted_areas import Area, FilledPath, stroke_areas
from pdf.reading.spatial_index import SpatialIndex

MIN_SIZE = 6
"""In points: the minimum size of visible letters; number and key are much larger."""
MIN_WIDTH = 1
"""In points: their minimum width."""
MAX_SIZE = 72
"""In points: their maximum size."""
MAX_LIGHTNESS = 0.6
"""Their maximum lightness: 0 is black, 1 white."""
FILLED_MODES = (0, 2)
"""Text rendering modes that fill: filled, filled and outlined."""
INVISIBLE_MODES = (3, 7)
"""Text rendering modes that draw nothing."""

_BODY_HEIGHT = 0.7
"""The height of figures and capitals, in font sizes."""
_DESCENT, _ASCENT = -0.15, 0.85
"""The extent of letters below and above the baseline, in font sizes."""
_SIDE_BEARING = 0.08
"""Part of a letter's width on each side in which neighbors may overlap."""
_UNKNOWN = "\ufffd"
_PLAIN_SPACES = ("DeviceGray", "DeviceRGB", "DeviceCMYK", "CalGray", "CalRGB", "ICCBased")


@dataclass(frozen=True)
class Glyph:
    """A character, and the box of its body above the baseline."""

    character: str
    box: Box


def extract(page: PDFPage) -> list[Glyph]:
    """The visible characters in the order in which they are drawn, without spaces. Raises any error of pdfminer."""
    resources = PDFResourceManager()
    device = _TextDevice(resources)
    interpreter = Interpreter(resources, device)
    interpreter.process_page(page)
    annotations.draw(page, interpreter)
    return device.glyphs


class _TextDevice(PageDevice):
    """Collects the visible characters."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self._glyphs = SpatialIndex[Glyph]()
        self._page = Box(0, 0, 0, 0)
        self._tags: list[bool] = []
        self._outer: list[list[bool]] = []
        """The marked-content tags around each form XObject."""
        self._mode = 0

    @property
    def glyphs(self) -> list[Glyph]:
        """The characters that are still visible."""
        return list(self._glyphs)

    def cover(self, area: Area, clip: Box) -> None:
        """Remove the characters that an area within the clipping path covers."""
        bounds = area.bounds.intersection(clip)
        if bounds.left > bounds.right or bounds.bottom > bounds.top:
            return
        for number, glyph in self._glyphs.query(bounds):
            if bounds.intersects(glyph.box) and area.intersects(glyph.box.intersection(clip)):
                self._glyphs.remove(number, glyph.box)

    def begin_form(self, form: PDFStream) -> None:
        """A form XObject has tags of its own; it may belong to a layer as a whole."""
        self._outer.append(self._tags)
        self._tags = [any(self._tags) or "OC" in form]

    def end_form(self) -> None:
        """Restore the tags around it."""
        self._tags = self._outer.pop()

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Take the edges of the page."""
        self.page_matrix = ctm
        self._page = Box.from_corners(page.cropbox, ctm).intersection(Box.from_corners(page.mediabox, ctm))

    def end_page(self, page: PDFPage) -> None:  # noqa: ARG002 -- pdfminer's
        """Annotations follow: they cover text, but their own text does not count, since it may not be printed."""
        self._tags = [True]

    def begin_tag(self, tag: PSLiteral, props: object = None) -> None:  # noqa: ARG002 -- pdfminer's
        """Marked content begins: OC is a layer."""
        self._tags.append(literal_name(tag) == "OC")

    def end_tag(self) -> None:
        """Marked content ends."""
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
        """A filled path covers its inside; strokes cover their area, however thin they are."""
        matrix, state = cast("Matrix", self.ctm), cast("GraphicsState", graphicstate)
        if fill:
            self.cover(FilledPath(path, matrix, is_even_odd=evenodd), state.clip)
        if stroke:
            for piece in stroke_areas(path, matrix, state.pen):
                self.cover(piece, state.clip)

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        """Record the text rendering mode, the only part of the state that render_char does not get."""
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
        """Cover the area of a character, and add the character if it is visible; returns its advance."""
        advance = font.char_width(cid) * fontsize * scaling
        state = cast("GraphicsState", graphicstate)
        shown = [each for each in _characters(font, cid) if not each.isspace()]
        if self._mode not in INVISIBLE_MODES and shown:
            self.cover(self._painted_box(matrix, font, (advance, rise, fontsize), state), state.clip)
        box = Box.from_rectangle(0, rise, advance, rise + _BODY_HEIGHT * fontsize, matrix)
        is_visible = (
            self._mode in FILLED_MODES
            and not any(self._tags)
            and not isinstance(font, PDFType3Font)
            and not font.is_vertical()
            and MIN_SIZE * _BODY_HEIGHT <= box.top - box.bottom <= MAX_SIZE
            and MIN_WIDTH <= box.right - box.left <= MAX_SIZE
            and _is_dark(graphicstate.ncolor, ncs)
            and _is_inside_clip(state, self._page, box)
        )
        if is_visible:
            for each in shown:
                self._glyphs.add(Glyph(each, box), box)
        return advance

    def _painted_box(
        self, matrix: Matrix, font: PDFFont, metrics: tuple[float, float, float], state: GraphicsState
    ) -> Box:
        """The area of a character, slightly overestimated above and below."""
        advance, rise, size = metrics
        aside = 0.0 if font.is_vertical() else advance * _SIDE_BEARING
        left, right = (-size, size) if font.is_vertical() else (aside, advance - aside)
        bottom, top = (-size, size) if font.is_vertical() else (_DESCENT * size, _ASCENT * size)
        box = Box.from_rectangle(left, rise + bottom, right, rise + top, matrix)
        if self._mode == FILLED_MODES[0]:
            return box
        return box.inflate(state.pen.outline_reach(cast("Matrix", self.ctm)))


def _characters(font: PDFFont, cid: int) -> str:
    try:
        return font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return _UNKNOWN


def _is_inside_clip(state: GraphicsState, page: Box, box: Box) -> bool:
    return not state.hides_text and page.intersection(state.clip).contains(box)


def _is_dark(color: object, space: PDFColorSpace) -> bool:
    """Whether letters of this colour are readable on paper; False for colours that are not plain numbers."""
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
    return lightness <= MAX_LIGHTNESS
