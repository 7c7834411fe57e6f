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
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import dict_value, list_value, num_value, resolve1, stream_value
from pdfminer.psparser import LIT, PSLiteral, literal_name
from pdfminer.utils import MATRIX_IDENTITY, Matrix, PathSegment, mult_matrix

from pdf.boxes import Box, outline

SMALLEST = 6
"""Points: the size of the smallest letters that count; number and key are much larger."""
NARROWEST = 1
"""Points: the width of the narrowest."""
PALEST = 0.6
"""The lightness of the palest: 0 is black, 1 white."""
FAINTEST = 0.5
"""The opacity of the faintest."""
HAIRLINE = 3
"""Points: a line that is thinner covers nothing."""
FILLED = (0, 2)
"""Ways of drawing text: filled, filled and outlined."""

_BODY = 0.7
"""The height of figures and capitals, in sizes."""
_UNKNOWN = "\ufffd"
_UNIT = (0, 0, 1, 1)
_LINK, _NONE = LIT("Link"), LIT("None")
_PLAIN_MODES = (None, LIT("Normal"), LIT("Compatible"))
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
    _Interpreter(resources, device).process_page(page)
    for box in _annotations(page, device.ctm):
        device.cover(box)
    return device.glyphs


class _State(PDFGraphicState):
    """Also knows what hides text."""

    clip = Box(-math.inf, -math.inf, math.inf, math.inf)
    is_faint = False

    def copy(self) -> "_State":
        other = _State()
        vars(other).update(vars(self))
        return other


class _Device(PDFTextDevice):
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
            and _shows(cast("_State", graphicstate), self._page, box)
        )
        if is_visible:
            self.glyphs += [Glyph(each, box) for each in _characters(font, cid) if not each.isspace()]
        return advance


class _Interpreter(PDFPageInterpreter):
    """Goes through the operators of a page, and minds those that hide and cover, which pdfminer leaves aside."""

    def init_state(self, ctm: Matrix) -> None:
        """With a state of our own."""
        super().init_state(ctm)
        self.graphicstate: PDFGraphicState = _State()

    def do_gs(self, name: object) -> None:
        """After a transparent state, or one with a typeface, nothing counts until the state before is restored."""
        state = dict_value(dict_value(self.resources["ExtGState"])[literal_name(name)])
        opacity = num_value(state.get("ca", 1))
        mask, mode = resolve1(state.get("SMask")), resolve1(state.get("BM"))
        is_plain = mask in (None, _NONE) and mode in _PLAIN_MODES
        if opacity < FAINTEST or not is_plain or "Font" in state:
            cast("_State", self.graphicstate).is_faint = True

    def do_W(self) -> None:  # noqa: N802 -- the operator's name
        """Clip."""
        state = cast("_State", self.graphicstate)
        state.clip = state.clip.within(outline(self.curpath, self.ctm))

    do_W_a = do_W  # noqa: N815 -- likewise
    do_F = PDFPageInterpreter.do_f  # noqa: N815 -- an old name of f

    def do_sh(self, name: object) -> None:  # noqa: ARG002 -- pdfminer's
        """A shading fills all that may be drawn on."""
        cast("_Device", self.device).cover(cast("_State", self.graphicstate).clip)

    def do_Do(self, xobjid_arg: object) -> None:  # noqa: N802 -- the operator's name
        """Images and forms cover; what is inside does not count."""
        drawing = stream_value(self.xobjmap[literal_name(xobjid_arg)])
        if "BBox" in drawing:
            matrix = mult_matrix(cast("Matrix", tuple(list_value(drawing.get("Matrix", MATRIX_IDENTITY)))), self.ctm)
            box = Box.of(list_value(drawing["BBox"]), matrix)
        else:
            box = Box.of(_UNIT, self.ctm)
        cast("_Device", self.device).cover(box)

    def do_EI(self, obj: object) -> None:  # noqa: ARG002, N802 -- pdfminer's
        """An image within the page's operators."""
        cast("_Device", self.device).cover(Box.of(_UNIT, self.ctm))


def _characters(font: PDFFont, cid: int) -> str:
    try:
        return font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return _UNKNOWN


def _shows(state: _State, page: Box, box: Box) -> bool:
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
