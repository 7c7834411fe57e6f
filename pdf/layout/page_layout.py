"""Page layout with borb: fixed texts, tables, and placeholders for the fields of each document.

The only module that imports borb. A page is laid out once, for a template, and borb never writes a file here: neither
its licence line on stdout nor its telemetry, which takes over SIGTERM, is reached. Telemetry is switched off besides.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from borb.pdf import Document, FixedColumnWidthTable, LayoutElement, Page, RGBColor, Table, UsageStatistics

from pdf.layout import content_operators
from pdf.layout.line_breaking import FieldBox, FieldText, Style, fit_texts
from pdf.writer.fonts import Fonts

UsageStatistics.opt_out()

WIDTH, HEIGHT = 595, 842
"""A4 in points."""


@dataclass(frozen=True)
class Placeholder:
    """The place of fields that stand below each other: lower left corner and height in points."""

    fields: tuple[str, ...]
    x: float
    y: float
    height: float
    is_centred: bool


TextPiece = tuple[str, Style, float, float]
"""Text, style, indent and width in points."""
"""Text, style, indent and width in points."""


@dataclass(frozen=True)
class TextCell:
    """A table cell of fixed texts; `below` is a line below the others."""

    pieces: Sequence[TextPiece]
    tint: str | None = None
    below: TextPiece | None = None


@dataclass(frozen=True)
class FieldCell:
    """A table cell of fields; `height` is its minimum, in points."""

    fields: tuple[str, ...]
    height: float = 0
    indent: float = 11
    tint: str | None = None


class Canvas:
    """A page to draw on. Its content has a mark for each placeholder."""

    def __init__(self, boxes: Mapping[str, FieldBox]) -> None:
        self.boxes = boxes
        self.fonts = Fonts("F")
        self.placeholders: list[Placeholder] = []
        self._document = Document()
        self._page = Page(width_in_points=WIDTH, height_in_points=HEIGHT)
        self._document.append_page(self._page)

    @property
    def producer(self) -> str:
        """The producer line, which borb's licence requires to keep."""
        return str(cast("dict[str, Any]", self._document)["Trailer"]["Info"]["Producer"])

    @property
    def content(self) -> str:
        """The page's operators, with a mark `%@n@` for placeholder n."""
        return bytes(cast("dict[str, Any]", self._page)["Contents"]["DecodedBytes"]).decode("latin-1")

    def draw(self, content: str) -> None:
        """Add operators."""
        LayoutElement._append_to_content_stream(page=self._page, bytes_or_string=content)  # noqa: SLF001 -- borb has no public way

    def text(self, text: str, style: Style, *, x: float, top: float, width: float) -> float:
        """Draw a fixed text; returns the y coordinate of its end."""
        [block] = fit_texts([FieldText("", text, FieldBox(width, math.inf, style))])
        self.draw(content_operators.text(block, self.fonts, x=x, top=top, width=width))
        return top - block.height

    def reserve(self, *fields: str, x: float, top: float, height: float = 0, is_centred: bool = False) -> float:
        """Add a placeholder for fields, at least as high as they may need; returns the y coordinate of its end."""
        height = max(height, sum(self.boxes[field].height for field in fields))
        self.draw(f"%@{len(self.placeholders)}@\n")
        self.placeholders.append(Placeholder(fields, x, top - height, height, is_centred))
        return top - height

    def table(
        self, rows: Sequence[Sequence[TextCell | FieldCell]], widths: Sequence[int], *, x: float, top: float, line: str
    ) -> float:
        """Draw a table; returns the y coordinate of its end."""
        table = FixedColumnWidthTable(len(rows), len(widths), column_widths=list(widths))
        for row in rows:
            for cell in row:
                table.append_layout_element(_cell(self, cell, line))
        width, height = table.get_size((sum(widths), HEIGHT))
        table.paint((x, top - height, width, height), self._page)  # pyright: ignore[reportArgumentType] -- points need not be whole
        _clear_borb_caches()
        return top - height


class _TextElement(LayoutElement):
    """Fixed texts, vertically centered."""

    def __init__(self, canvas: Canvas, cell: TextCell) -> None:
        super().__init__()
        self._canvas = canvas
        self._cell = cell
        self._below = _height(cell.below) if cell.below else 0.0

    def get_size(self, available_space: tuple[int, int]) -> tuple[int, int]:
        return available_space[0], math.ceil(max(map(_height, self._cell.pieces)) + self._below)

    def paint(self, available_space: tuple[int, int, int, int], page: Page) -> None:  # noqa: ARG002 -- the canvas has it
        x, y, _, height = self._LayoutElement__previous_paint_box = available_space
        for piece in self._cell.pieces:
            self._draw(piece, x, y + (height + _height(piece) + self._below) / 2)
        if self._cell.below:
            first = max(map(_height, self._cell.pieces))
            self._draw(self._cell.below, x, y + (height + self._below - first) / 2)

    def _draw(self, piece: TextPiece, x: float, top: float) -> None:
        text, style, indent, width = piece
        self._canvas.text(text, style, x=x + indent, top=top, width=width)


def _height(piece: TextPiece) -> float:
    _, style, _, _ = piece
    return style.size * style.leading


class _FieldElement(LayoutElement):
    """A placeholder for fields."""

    def __init__(self, canvas: Canvas, cell: FieldCell) -> None:
        super().__init__()
        self._canvas = canvas
        self._cell = cell

    def get_size(self, available_space: tuple[int, int]) -> tuple[int, int]:
        needed = sum(self._canvas.boxes[field].height for field in self._cell.fields)
        return available_space[0], math.ceil(max(needed, self._cell.height))

    def paint(self, available_space: tuple[int, int, int, int], page: Page) -> None:  # noqa: ARG002 -- the canvas has it
        x, y, _, height = self._LayoutElement__previous_paint_box = available_space
        cell = self._cell
        self._canvas.reserve(*cell.fields, x=x + cell.indent, top=y + height, height=height, is_centred=True)


def _cell(canvas: Canvas, cell: TextCell | FieldCell, line: str) -> Table.TableCell:
    element = _TextElement(canvas, cell) if isinstance(cell, TextCell) else _FieldElement(canvas, cell)
    sides = ("bottom", "left", "right", "top")
    borders: dict[str, Any] = {f"border_width_{side}": 0.5 for side in sides}
    paddings: dict[str, Any] = {f"padding_{side}": 3 if side in {"bottom", "top"} else 0 for side in sides}
    tint = _color(cell.tint) if cell.tint else None
    return Table.TableCell(element, background_color=tint, border_color=_color(line), **borders, **paddings)


def _color(components: str) -> RGBColor:
    red, green, blue = (round(float(part) * 255) for part in components.split())
    return RGBColor(red, green, blue)


def _clear_borb_caches() -> None:
    """Clear the caches of borb's methods, which would keep every table and canvas for ever."""
    for cached in (FixedColumnWidthTable.get_size, Table.TableCell.get_size):
        cast("Any", cached).cache_clear()
