"""Draws the annotations of a page: their appearance; without one, the areas that programs may draw on."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, list_value, num_value, resolve1
from pdfminer.psparser import LIT
from pdfminer.utils import MATRIX_IDENTITY

from pdf.reading.boxes import Box
from pdf.reading.page_operators import GraphicsState, Interpreter, PageDevice

COVERING_BORDER = 3
"""In points: the border width from which on a link covers text."""
_LINK, _WIDGET, _SIGNATURE = LIT("Link"), LIT("Widget"), LIT("Sig")
_BORDER_WIDTH = 2
"""Index of the width in a border array."""
_POINT_LISTS = ("QuadPoints", "L", "Vertices", "CL")
"""Entries with points at which programs draw annotations without an appearance."""


def draw(page: PDFPage, interpreter: Interpreter) -> None:
    """Draw or cover, after the page itself has been drawn."""
    device = cast("PageDevice", interpreter.device)
    matrix = device.page_matrix
    for each in list_value(page.annots) if page.annots else ():
        annotation = dict_value(each)
        appearance = _appearance(annotation)
        rectangle = Box.from_corners(list_value(annotation["Rect"]), MATRIX_IDENTITY)
        if appearance is not None:
            interpreter.draw_appearance(appearance, rectangle, matrix)
            continue
        for box in _covered_boxes(annotation, rectangle):
            device.cover(Box.from_corners(box, matrix), GraphicsState.clip)


def _appearance(annotation: Mapping[str, Any]) -> PDFStream | None:
    """The appearance that programs show, except of form fields other than signatures, where they may regenerate it."""
    if resolve1(annotation.get("Subtype")) is _WIDGET and resolve1(annotation.get("FT")) is not _SIGNATURE:
        return None
    shown = resolve1(dict_value(annotation["AP"]).get("N")) if "AP" in annotation else None
    return shown if isinstance(shown, PDFStream) else None


def _covered_boxes(annotation: Mapping[str, Any], rectangle: Box) -> Iterator[Box]:
    """The areas in which programs may draw it; plain links show nothing."""
    if "AP" not in annotation and resolve1(annotation.get("Subtype")) is _LINK:
        width = _border_width(annotation)
        if width >= COVERING_BORDER:
            yield rectangle.inflate(width)
        return
    yield rectangle
    lines = [list_value(annotation[name]) for name in _POINT_LISTS if name in annotation]
    lines += [list_value(each) for each in list_value(annotation["InkList"])] if "InkList" in annotation else []
    for numbers in lines:
        points = [num_value(number) for number in numbers]
        yield Box.enclosing(list(zip(points[::2], points[1::2], strict=False))).inflate(_border_width(annotation))


def _border_width(annotation: Mapping[str, Any]) -> float:
    """The width of its lines."""
    if "BS" in annotation:
        return num_value(dict_value(annotation["BS"]).get("W", 1))
    border = list_value(annotation["Border"]) if "Border" in annotation else []
    return num_value(border[_BORDER_WIDTH]) if len(border) > _BORDER_WIDTH else 1
