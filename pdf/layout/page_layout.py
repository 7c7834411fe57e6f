"""Laying out a page with borb: fixed words, tables, and openings for what each document says.

The only module that knows borb. A page is laid out once, for a template, and borb never writes a file here: neither its
licence line on stdout nor its telemetry, which takes over SIGTERM, is ever reached. That is switched off all the same.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from borb.pdf import Document, FixedColumnWidthTable, LayoutElement, Page, RGBColor, Table, UsageStatistics

from pdf.layout import content_operators
from pdf.layout.line_breaking import Part, Room, Style, set_parts
from pdf.writer.fonts import Fonts

UsageStatistics.opt_out()

WIDTH, HEIGHT = 595, 842
"""A4 in points."""


@dataclass(frozen=True)
class Slot:
    """A place left open for fields that stand below each other: lower left corner and height in points."""

    fields: tuple[str, ...]
    x: float
    y: float
    height: float
    is_centred: bool


Piece = tuple[str, Style, float, float]


@dataclass(frozen=True)
class Words:
    """Fixed words in a cell: texts with their styles, from where and how wide, in points; one may be a line below."""

    pieces: Sequence[Piece]
    tint: str | None = None
    below: Piece | None = None


@dataclass(frozen=True)
class Opening:
    """A cell left open for fields; `height` is the least it has, in points."""

    fields: tuple[str, ...]
    height: float = 0
    indent: float = 11
    tint: str | None = None


class Canvas:
    """A page to draw on. What is drawn comes out as content, in which slots stand as marks."""

    def __init__(self, rooms: Mapping[str, Room]) -> None:
        self.rooms = rooms
        self.fonts = Fonts("F")
        self.slots: list[Slot] = []
        self._document = Document()
        self._page = Page(width_in_points=WIDTH, height_in_points=HEIGHT)
        self._document.append_page(self._page)

    @property
    def producer(self) -> str:
        """The producer line, which borb's licence wants kept."""
        return str(cast("dict[str, Any]", self._document)["Trailer"]["Info"]["Producer"])

    @property
    def content(self) -> str:
        """The page's operators, with a mark `%@n@` where slot n stands."""
        return bytes(cast("dict[str, Any]", self._page)["Contents"]["DecodedBytes"]).decode("latin-1")

    def draw(self, content: str) -> None:
        """Add operators."""
        LayoutElement._append_to_content_stream(page=self._page, bytes_or_string=content)  # noqa: SLF001 -- borb has no public way

    def words(self, text: str, style: Style, *, x: float, top: float, width: float) -> float:
        """Set a fixed text; returns where it ends, from the page's foot."""
        [found] = set_parts([Part("", text, Room(width, math.inf, style))])
        self.draw(content_operators.text(found, self.fonts, x=x, top=top, width=width))
        return top - found.height

    def open(self, *fields: str, x: float, top: float, height: float = 0, is_centred: bool = False) -> float:
        """Leave a place for fields, of at least the height that they may need; returns where it ends."""
        height = max(height, sum(self.rooms[field].height for field in fields))
        self.draw(f"%@{len(self.slots)}@\n")
        self.slots.append(Slot(fields, x, top - height, height, is_centred))
        return top - height

    def table(
        self, rows: Sequence[Sequence[Words | Opening]], widths: Sequence[int], *, x: float, top: float, line: str
    ) -> float:
        """Set a table; returns where it ends."""
        table = FixedColumnWidthTable(len(rows), len(widths), column_widths=list(widths))
        for row in rows:
            for cell in row:
                table.append_layout_element(_cell(self, cell, line))
        width, height = table.get_size((sum(widths), HEIGHT))
        table.paint((x, top - height, width, height), self._page)  # pyright: ignore[reportArgumentType] -- points need not be whole
        _forget()
        return top - height


class _WordsElement(LayoutElement):
    """Fixed words, in the middle of the height that there is."""

    def __init__(self, canvas: Canvas, words: Words) -> None:
        super().__init__()
        self._canvas = canvas
        self._words = words
        self._below = _height(words.below) if words.below else 0.0

    def get_size(self, available_space: tuple[int, int]) -> tuple[int, int]:
        return available_space[0], math.ceil(max(map(_height, self._words.pieces)) + self._below)

    def paint(self, available_space: tuple[int, int, int, int], page: Page) -> None:  # noqa: ARG002 -- the canvas has it
        x, y, _, height = self._LayoutElement__previous_paint_box = available_space
        for piece in self._words.pieces:
            self._set(piece, x, y + (height + _height(piece) + self._below) / 2)
        if self._words.below:
            first = max(map(_height, self._words.pieces))
            self._set(self._words.below, x, y + (height + self._below - first) / 2)

    def _set(self, piece: Piece, x: float, top: float) -> None:
        text, style, indent, width = piece
        self._canvas.words(text, style, x=x + indent, top=top, width=width)


def _height(piece: Piece) -> float:
    _, style, _, _ = piece
    return style.size * style.leading


class _OpeningElement(LayoutElement):
    """A room left open."""

    def __init__(self, canvas: Canvas, opening: Opening) -> None:
        super().__init__()
        self._canvas = canvas
        self._opening = opening

    def get_size(self, available_space: tuple[int, int]) -> tuple[int, int]:
        needed = sum(self._canvas.rooms[field].height for field in self._opening.fields)
        return available_space[0], math.ceil(max(needed, self._opening.height))

    def paint(self, available_space: tuple[int, int, int, int], page: Page) -> None:  # noqa: ARG002 -- the canvas has it
        x, y, _, height = self._LayoutElement__previous_paint_box = available_space
        opening = self._opening
        self._canvas.open(*opening.fields, x=x + opening.indent, top=y + height, height=height, is_centred=True)


def _cell(canvas: Canvas, cell: Words | Opening, line: str) -> Table.TableCell:
    element = _WordsElement(canvas, cell) if isinstance(cell, Words) else _OpeningElement(canvas, cell)
    sides = ("bottom", "left", "right", "top")
    borders: dict[str, Any] = {f"border_width_{side}": 0.5 for side in sides}
    paddings: dict[str, Any] = {f"padding_{side}": 3 if side in {"bottom", "top"} else 0 for side in sides}
    tint = _color(cell.tint) if cell.tint else None
    return Table.TableCell(element, background_color=tint, border_color=_color(line), **borders, **paddings)


def _color(components: str) -> RGBColor:
    red, green, blue = (round(float(part) * 255) for part in components.split())
    return RGBColor(red, green, blue)


def _forget() -> None:
    """Empty the caches that borb keeps on methods, which would hold every table and canvas for ever."""
    for cached in (FixedColumnWidthTable.get_size, Table.TableCell.get_size):
        cast("Any", cached).cache_clear()
