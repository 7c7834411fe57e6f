"""The operators of a page, those that hide and cover text among them, which pdfminer leaves aside."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFType3Font
from pdfminer.pdfinterp import LITERAL_FORM, PDFGraphicState, PDFInterpreterError, PDFPageInterpreter, PDFTextState
from pdfminer.pdftypes import PDFStream, dict_value, list_value, num_value, resolve1, stream_value
from pdfminer.psparser import LIT, literal_name
from pdfminer.utils import MATRIX_IDENTITY, Matrix, mult_matrix

from pdf.reading.boxes import Box, outline
from pdf.reading.painted_areas import Area, Pen, is_rectangle

FAINTEST = 0.5
"""The opacity of the faintest letters that count."""
MOST_FORMS = 50
"""That are drawn; stamps are a few. Each further one counts as its box, so that no file has forms drawn for ever."""
CLIPPING = 4
"""From here on, the ways of drawing text make a clipping path of it."""
_UNIT = (0, 0, 1, 1)
_NONE = LIT("None")
_PLAIN_MODES = (None, LIT("Normal"), LIT("Compatible"))


class State(PDFGraphicState):
    """Also knows what hides text, the clipping path and transparency, and how lines are drawn."""

    clip = Box(-math.inf, -math.inf, math.inf, math.inf)
    is_faint = False
    pen = Pen()

    def copy(self) -> "State":
        """For the operator that saves it."""
        other = State()
        vars(other).update(vars(self))
        return other


class Canvas(PDFTextDevice):
    """What is drawn on."""

    page_matrix: Matrix = MATRIX_IDENTITY
    """From the units of the page to points, as the page is seen."""
    forms = 0
    """How many have been drawn."""

    def cover(self, area: Area, clip: Box) -> None:
        """Something is drawn over what stands there, as far as the clipping path lets it."""
        raise NotImplementedError

    def begin_form(self, form: PDFStream) -> None:
        """What follows stands in a form (a drawing within the drawing)."""
        raise NotImplementedError

    def end_form(self) -> None:
        """It ends."""
        raise NotImplementedError


class Interpreter(PDFPageInterpreter):
    """Goes through the operators of a page, and minds those that hide and cover, which pdfminer leaves aside."""

    @property
    def _state(self) -> State:
        return cast("State", self.graphicstate)

    @property
    def _canvas(self) -> Canvas:
        return cast("Canvas", self.device)

    def init_state(self, ctm: Matrix) -> None:
        """With a state of our own."""
        super().init_state(ctm)
        self.graphicstate: PDFGraphicState = State()

    def pop(self, n: int) -> list[Any]:
        """So many operands. pdfminer would leave the operator out; other programs guess."""
        if n > len(self.argstack):
            raise PDFInterpreterError("operands are missing")
        return super().pop(n)

    def do_gs(self, name: object) -> None:
        """After a transparent state, or one with a typeface, nothing counts until the state before is restored."""
        state = dict_value(dict_value(self.resources["ExtGState"])[literal_name(name)])
        opacity = num_value(state.get("ca", 1))
        mask, mode = resolve1(state.get("SMask")), resolve1(state.get("BM"))
        is_plain = mask in (None, _NONE) and mode in _PLAIN_MODES
        if opacity < FAINTEST or not is_plain or "Font" in state:
            self._state.is_faint = True
        for entry, draw in {"LW": self.do_w, "LJ": self.do_j, "ML": self.do_M}.items():
            if entry in state:
                draw(resolve1(state[entry]))

    def do_w(self, linewidth: object) -> None:
        """Of lines; the matrix counts when they are drawn, not now."""
        self._state.pen = Pen(num_value(linewidth), self._state.pen.join, self._state.pen.miter_limit)

    def do_j(self, linejoin: object) -> None:
        """How lines are joined."""
        self._state.pen = Pen(self._state.pen.width, int(num_value(linejoin)), self._state.pen.miter_limit)

    def do_M(self, miterlimit: object) -> None:  # noqa: N802 -- the operator's name
        """How far the points of joined lines may reach."""
        self._state.pen = Pen(self._state.pen.width, self._state.pen.join, num_value(miterlimit))

    def do_W(self) -> None:  # noqa: N802 -- likewise
        """Clip; what exactly is left by anything but a rectangle nobody knows."""
        state = self._state
        state.clip = state.clip.within(outline(self.curpath, self.ctm))
        if not is_rectangle(self.curpath, self.ctm):
            state.is_faint = True

    do_W_a = do_W  # noqa: N815 -- likewise
    do_F = PDFPageInterpreter.do_f  # noqa: N815 -- an old name of f

    def do_TJ(self, seq: Any) -> None:  # noqa: N802 -- likewise
        """Show text; that of a Type 3 font is drawn by operators of its own."""
        if isinstance(self.textstate.font, PDFType3Font):
            self._canvas.cover(self._state.clip, self._state.clip)
        super().do_TJ(seq)
        if self.textstate.render >= CLIPPING:
            self._state.is_faint = True

    def do_sh(self, name: object) -> None:  # noqa: ARG002 -- pdfminer's
        """A shading fills all that may be drawn on."""
        self._canvas.cover(self._state.clip, self._state.clip)

    def do_Do(self, xobjid_arg: object) -> None:  # noqa: N802 -- the operator's name
        """Forms are drawn; images cover."""
        drawing = stream_value(self.xobjmap[literal_name(xobjid_arg)])
        if resolve1(drawing.get("Subtype")) is LITERAL_FORM:
            self._draw(drawing, self.ctm)
        else:
            self._canvas.cover(Box.of(_UNIT, self.ctm), self._state.clip)

    def do_EI(self, obj: object) -> None:  # noqa: ARG002, N802 -- pdfminer's
        """An image within the page's operators."""
        self._canvas.cover(Box.of(_UNIT, self.ctm), self._state.clip)

    def draw_appearance(self, form: PDFStream, rectangle: Box, matrix: Matrix) -> None:
        """Draw an annotation's appearance, laid into its rectangle. The page has been drawn before, by `matrix`."""
        box = Box.of(list_value(form["BBox"]), _matrix(form))
        if box.is_empty:
            self._canvas.cover(Box.of(rectangle, matrix), State.clip)
            return
        wide = (rectangle.right - rectangle.left) / (box.right - box.left)
        high = (rectangle.top - rectangle.bottom) / (box.top - box.bottom)
        laid = (wide, 0, 0, high, rectangle.left - box.left * wide, rectangle.bottom - box.bottom * high)
        self.init_state(mult_matrix(laid, matrix))
        self._draw(form, self.ctm)

    def _draw(self, form: PDFStream, ctm: Matrix) -> None:
        """With the state as it is, within the form's box. Where that fails, the whole box is covered."""
        inner = cast("Interpreter", self.subinterp())
        matrix = mult_matrix(_matrix(form), ctm)
        box = list_value(form["BBox"])
        self._canvas.forms += 1
        if self._canvas.forms > MOST_FORMS:
            self._canvas.cover(Box.of(box, matrix), self._state.clip)
            return
        self._canvas.begin_form(form)
        try:
            inner.prepare(_resources(form, self.resources), matrix, self.textstate, self._state)
            inner.clip_to(box)
            inner.execute([form])
        except (MemoryError, RecursionError):
            raise
        except Exception:  # noqa: BLE001 -- what stands in a form may be broken, as long as it is elsewhere
            self._canvas.cover(Box.of(box, matrix), self._state.clip)
        finally:
            self._canvas.end_form()
            self.device.set_ctm(self.ctm)

    def prepare(self, resources: dict[object, object], ctm: Matrix, text: PDFTextState, state: State) -> None:
        """Begin with another's state: a form has that of its place."""
        self.init_resources(resources)
        self.init_state(ctm)
        self.textstate, self.graphicstate = text.copy(), state.copy()

    def clip_to(self, box: Sequence[Any]) -> None:
        """Draw within a rectangle only."""
        left, bottom, right, top = (num_value(each) for each in box)
        self.do_re(left, bottom, right - left, top - bottom)
        self.do_W()
        self.curpath = []


def _matrix(form: PDFStream) -> Matrix:
    return cast("Matrix", tuple(num_value(each) for each in list_value(form.get("Matrix", MATRIX_IDENTITY))))


def _resources(form: PDFStream, otherwise: Mapping[Any, Any]) -> dict[object, object]:
    """Its own; old forms use those of the page."""
    return dict_value(form["Resources"]) if "Resources" in form else dict(otherwise)
