"""Interprets the operators of a page, including those that hide or cover text, which pdfminer ignores."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFType3Font
from pdfminer.pdfinterp import LITERAL_FORM, PDFGraphicState, PDFInterpreterError, PDFPageInterpreter, PDFTextState
from pdfminer.pdftypes import PDFStream, dict_value, list_value, num_value, resolve1, stream_value
from pdfminer.psparser import LIT, literal_name
from pdfminer.utils import MATRIX_IDENTITY, Matrix, mult_matrix

from pdf.reading.boxes import Box, path_bounds
from pdf.reading.painted_areas import Area, Pen, is_rectangle

MIN_OPACITY = 0.5
"""The minimum opacity of visible letters."""
MAX_FORMS = 50
"""Form XObjects that are drawn; stamps are a few. Each further one covers its box, which bounds the work."""
FIRST_CLIPPING_MODE = 4
"""The first text rendering mode that adds to the clipping path."""
_UNIT = (0, 0, 1, 1)
_NONE = LIT("None")
_PLAIN_MODES = (None, LIT("Normal"), LIT("Compatible"))


class GraphicsState(PDFGraphicState):
    """With clipping path, transparency and stroke parameters."""

    clip = Box(-math.inf, -math.inf, math.inf, math.inf)
    hides_text = False
    pen = Pen()

    def copy(self) -> "GraphicsState":
        """A copy, for the operator q."""
        other = GraphicsState()
        vars(other).update(vars(self))
        return other


class PageDevice(PDFTextDevice):
    """Receives what the interpreter draws."""

    page_matrix: Matrix = MATRIX_IDENTITY
    """From page units to points of the displayed page."""
    forms = 0
    """The number of form XObjects drawn."""

    def cover(self, area: Area, clip: Box) -> None:
        """An area within the clipping path is painted over."""
        raise NotImplementedError

    def begin_form(self, form: PDFStream) -> None:
        """A form XObject begins."""
        raise NotImplementedError

    def end_form(self) -> None:
        """The form XObject ends."""
        raise NotImplementedError


class Interpreter(PDFPageInterpreter):
    """Interprets the operators of a page, including those that pdfminer ignores."""

    @property
    def _state(self) -> GraphicsState:
        return cast("GraphicsState", self.graphicstate)

    @property
    def _device(self) -> PageDevice:
        return cast("PageDevice", self.device)

    def init_state(self, ctm: Matrix) -> None:
        """Begin with a GraphicsState."""
        super().init_state(ctm)
        self.graphicstate: PDFGraphicState = GraphicsState()

    def pop(self, n: int) -> list[Any]:
        """Pop `n` operands. Raises PDFInterpreterError if some are missing, where pdfminer would skip the operator."""
        if n > len(self.argstack):
            raise PDFInterpreterError("operands are missing")
        return super().pop(n)

    def do_gs(self, name: object) -> None:
        """A transparent state, or one with a font, hides text until the state before is restored."""
        state = dict_value(dict_value(self.resources["ExtGState"])[literal_name(name)])
        opacity = num_value(state.get("ca", 1))
        mask, mode = resolve1(state.get("SMask")), resolve1(state.get("BM"))
        is_plain = mask in (None, _NONE) and mode in _PLAIN_MODES
        if opacity < MIN_OPACITY or not is_plain or "Font" in state:
            self._state.hides_text = True
        for entry, draw in {"LW": self.do_w, "LJ": self.do_j, "ML": self.do_M}.items():
            if entry in state:
                draw(resolve1(state[entry]))

    def do_w(self, linewidth: object) -> None:
        """The line width; it is transformed when lines are drawn."""
        self._state.pen = Pen(num_value(linewidth), self._state.pen.join, self._state.pen.miter_limit)

    def do_j(self, linejoin: object) -> None:
        """The line join."""
        self._state.pen = Pen(self._state.pen.width, int(num_value(linejoin)), self._state.pen.miter_limit)

    def do_M(self, miterlimit: object) -> None:  # noqa: N802 -- the operator's name
        """The miter limit."""
        self._state.pen = Pen(self._state.pen.width, self._state.pen.join, num_value(miterlimit))

    def do_W(self) -> None:  # noqa: N802 -- likewise
        """Clip; a clipping path other than a rectangle hides text, since the visible part is not computed."""
        state = self._state
        state.clip = state.clip.intersection(path_bounds(self.curpath, self.ctm))
        if not is_rectangle(self.curpath, self.ctm):
            state.hides_text = True

    do_W_a = do_W  # noqa: N815 -- likewise
    do_F = PDFPageInterpreter.do_f  # noqa: N815 -- an old name of f

    def do_TJ(self, seq: Any) -> None:  # noqa: N802 -- likewise
        """Show text; text in a Type 3 font covers the whole clipping path, since operators draw its glyphs."""
        if isinstance(self.textstate.font, PDFType3Font):
            self._device.cover(self._state.clip, self._state.clip)
        super().do_TJ(seq)
        if self.textstate.render >= FIRST_CLIPPING_MODE:
            self._state.hides_text = True

    def do_sh(self, name: object) -> None:  # noqa: ARG002 -- pdfminer's
        """A shading covers the whole clipping path."""
        self._device.cover(self._state.clip, self._state.clip)

    def do_Do(self, xobjid_arg: object) -> None:  # noqa: N802 -- the operator's name
        """Draw a form XObject; an image covers its area."""
        drawing = stream_value(self.xobjmap[literal_name(xobjid_arg)])
        if resolve1(drawing.get("Subtype")) is LITERAL_FORM:
            self._draw_form(drawing, self.ctm)
        else:
            self._device.cover(Box.from_corners(_UNIT, self.ctm), self._state.clip)

    def do_EI(self, obj: object) -> None:  # noqa: ARG002, N802 -- pdfminer's
        """An inline image covers its area."""
        self._device.cover(Box.from_corners(_UNIT, self.ctm), self._state.clip)

    def draw_appearance(self, form: PDFStream, rectangle: Box, matrix: Matrix) -> None:
        """Draw an annotation's appearance in its rectangle, after the page, whose matrix is given."""
        box = Box.from_corners(list_value(form["BBox"]), _matrix(form))
        if box.is_empty:
            self._device.cover(Box.from_corners(rectangle, matrix), GraphicsState.clip)
            return
        wide = (rectangle.right - rectangle.left) / (box.right - box.left)
        high = (rectangle.top - rectangle.bottom) / (box.top - box.bottom)
        from_rectangle = (wide, 0, 0, high, rectangle.left - box.left * wide, rectangle.bottom - box.bottom * high)
        self.init_state(mult_matrix(from_rectangle, matrix))
        self._draw_form(form, self.ctm)

    def _draw_form(self, form: PDFStream, ctm: Matrix) -> None:
        """Draw a form XObject within its box in the current state. On failure, it covers the whole box."""
        inner = cast("Interpreter", self.subinterp())
        matrix = mult_matrix(_matrix(form), ctm)
        box = list_value(form["BBox"])
        self._device.forms += 1
        if self._device.forms > MAX_FORMS:
            self._device.cover(Box.from_corners(box, matrix), self._state.clip)
            return
        self._device.begin_form(form)
        try:
            inner.prepare(_resources(form, self.resources), matrix, self.textstate, self._state)
            inner.clip_to(box)
            inner.execute([form])
        except (MemoryError, RecursionError):
            raise
        except Exception:  # noqa: BLE001 -- a malformed form is harmless unless it covers the text
            self._device.cover(Box.from_corners(box, matrix), self._state.clip)
        finally:
            self._device.end_form()
            self.device.set_ctm(self.ctm)

    def prepare(self, resources: dict[object, object], ctm: Matrix, text: PDFTextState, state: GraphicsState) -> None:
        """Begin with the state of another interpreter: a form inherits the state of its position."""
        self.init_resources(resources)
        self.init_state(ctm)
        self.textstate, self.graphicstate = text.copy(), state.copy()

    def clip_to(self, box: Sequence[Any]) -> None:
        """Clip to a rectangle."""
        left, bottom, right, top = (num_value(each) for each in box)
        self.do_re(left, bottom, right - left, top - bottom)
        self.do_W()
        self.curpath = []


def _matrix(form: PDFStream) -> Matrix:
    return cast("Matrix", tuple(num_value(each) for each in list_value(form.get("Matrix", MATRIX_IDENTITY))))


def _resources(form: PDFStream, otherwise: Mapping[Any, Any]) -> dict[object, object]:
    """The form's own resources; old forms use those of the page."""
    return dict_value(form["Resources"]) if "Resources" in form else dict(otherwise)
