"""What annotations lay over a page: their appearance, drawn like the page; without one, all that they speak of."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, list_value, num_value, resolve1
from pdfminer.psparser import LIT
from pdfminer.utils import MATRIX_IDENTITY

from pdf.reading.boxes import Box
from pdf.reading.page_operators import Canvas, Interpreter, State

BROAD = 3
"""Points: the frame of a link, from which on it covers."""
_LINK, _WIDGET, _SIGNATURE = LIT("Link"), LIT("Widget"), LIT("Sig")
_WIDTH = 2
"""Where the width of a border stands."""
_POINTS = ("QuadPoints", "L", "Vertices", "CL")
"""Where programs draw what has no appearance."""


def draw(page: PDFPage, interpreter: Interpreter) -> None:
    """Draw or cover, after the page itself has been drawn."""
    canvas = cast("Canvas", interpreter.device)
    matrix = canvas.page_matrix
    for each in list_value(page.annots) if page.annots else ():
        annotation = dict_value(each)
        appearance = _appearance(annotation)
        rectangle = Box.of(list_value(annotation["Rect"]), MATRIX_IDENTITY)
        if appearance is not None:
            interpreter.draw_appearance(appearance, rectangle, matrix)
            continue
        for box in _spoken_of(annotation, rectangle):
            canvas.cover(Box.of(box, matrix), State.clip)


def _appearance(annotation: Mapping[str, Any]) -> PDFStream | None:
    """The one that is always shown; that of a form's field programs may make anew, unless it is a signature's."""
    if resolve1(annotation.get("Subtype")) is _WIDGET and resolve1(annotation.get("FT")) is not _SIGNATURE:
        return None
    shown = resolve1(dict_value(annotation["AP"]).get("N")) if "AP" in annotation else None
    return shown if isinstance(shown, PDFStream) else None


def _spoken_of(annotation: Mapping[str, Any], rectangle: Box) -> Iterator[Box]:
    """Where programs may draw it by themselves; mere links show nothing."""
    if "AP" not in annotation and resolve1(annotation.get("Subtype")) is _LINK:
        width = _frame(annotation)
        if width >= BROAD:
            yield rectangle.grown(width)
        return
    yield rectangle
    lines = [list_value(annotation[name]) for name in _POINTS if name in annotation]
    lines += [list_value(each) for each in list_value(annotation["InkList"])] if "InkList" in annotation else []
    for numbers in lines:
        points = [num_value(number) for number in numbers]
        yield Box.around(list(zip(points[::2], points[1::2], strict=False))).grown(_frame(annotation))


def _frame(annotation: Mapping[str, Any]) -> float:
    """The width of its lines."""
    if "BS" in annotation:
        return num_value(dict_value(annotation["BS"]).get("W", 1))
    border = list_value(annotation["Border"]) if "Border" in annotation else []
    return num_value(border[_WIDTH]) if len(border) > _WIDTH else 1
