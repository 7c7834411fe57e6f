"""The operators of a page, those that hide and cover text among them, which pdfminer leaves aside."""

import math
from typing import cast

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter
from pdfminer.pdftypes import dict_value, list_value, num_value, resolve1, stream_value
from pdfminer.psparser import LIT, literal_name
from pdfminer.utils import MATRIX_IDENTITY, Matrix, mult_matrix

from pdf.boxes import Box, outline

FAINTEST = 0.5
"""The opacity of the faintest letters that count."""
_UNIT = (0, 0, 1, 1)
_NONE = LIT("None")
_PLAIN_MODES = (None, LIT("Normal"), LIT("Compatible"))


class State(PDFGraphicState):
    """Also knows what hides text: the clipping path, and transparency."""

    clip = Box(-math.inf, -math.inf, math.inf, math.inf)
    is_faint = False

    def copy(self) -> "State":
        """For the operator that saves it."""
        other = State()
        vars(other).update(vars(self))
        return other


class Canvas(PDFTextDevice):
    """What is drawn on."""

    def cover(self, box: Box) -> None:
        """Something is drawn over what stands there."""
        raise NotImplementedError


class Interpreter(PDFPageInterpreter):
    """Goes through the operators of a page, and minds those that hide and cover, which pdfminer leaves aside."""

    def init_state(self, ctm: Matrix) -> None:
        """With a state of our own."""
        super().init_state(ctm)
        self.graphicstate: PDFGraphicState = State()

    def do_gs(self, name: object) -> None:
        """After a transparent state, or one with a typeface, nothing counts until the state before is restored."""
        state = dict_value(dict_value(self.resources["ExtGState"])[literal_name(name)])
        opacity = num_value(state.get("ca", 1))
        mask, mode = resolve1(state.get("SMask")), resolve1(state.get("BM"))
        is_plain = mask in (None, _NONE) and mode in _PLAIN_MODES
        if opacity < FAINTEST or not is_plain or "Font" in state:
            cast("State", self.graphicstate).is_faint = True

    def do_W(self) -> None:  # noqa: N802 -- the operator's name
        """Clip."""
        state = cast("State", self.graphicstate)
        state.clip = state.clip.within(outline(self.curpath, self.ctm))

    do_W_a = do_W  # noqa: N815 -- likewise
    do_F = PDFPageInterpreter.do_f  # noqa: N815 -- an old name of f

    def do_sh(self, name: object) -> None:  # noqa: ARG002 -- pdfminer's
        """A shading fills all that may be drawn on."""
        cast("Canvas", self.device).cover(cast("State", self.graphicstate).clip)

    def do_Do(self, xobjid_arg: object) -> None:  # noqa: N802 -- the operator's name
        """Images and forms cover; what is inside does not count."""
        drawing = stream_value(self.xobjmap[literal_name(xobjid_arg)])
        if "BBox" in drawing:
            matrix = mult_matrix(cast("Matrix", tuple(list_value(drawing.get("Matrix", MATRIX_IDENTITY)))), self.ctm)
            box = Box.of(list_value(drawing["BBox"]), matrix)
        else:
            box = Box.of(_UNIT, self.ctm)
        cast("Canvas", self.device).cover(box)

    def do_EI(self, obj: object) -> None:  # noqa: ARG002, N802 -- pdfminer's
        """An image within the page's operators."""
        cast("Canvas", self.device).cover(Box.of(_UNIT, self.ctm))
