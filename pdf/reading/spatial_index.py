"""Things on a page, found by where they are without going through all of them."""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Generic, TypeVar

from pdf.reading.boxes import Box

T = TypeVar("T")

CELL = 24
"""Points: the page is divided into squares."""


class Shelf(Generic[T]):
    """Keeps things in the order in which they came, none of which may be much larger than a cell."""

    def __init__(self) -> None:
        self._things: dict[int, T] = {}
        self._cells: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        self._next = 0

    def __iter__(self) -> Iterator[T]:
        return iter(self._things.values())

    def put(self, thing: T, box: Box) -> None:
        """Add what stands there."""
        self._things[self._next] = thing
        for cell in _cells(box):
            self._cells[cell].add(self._next)
        self._next += 1

    def drop(self, number: int, box: Box) -> None:
        """Take away what `near` has found."""
        del self._things[number]
        for cell in _cells(box):
            self._cells[cell].discard(number)

    def near(self, box: Box) -> list[tuple[int, T]]:
        """What may stand there, each with its number; of a large area, or where little stands, everything."""
        if box.is_empty:
            box = box.grown(1)
        width, height = box.right - box.left, box.top - box.bottom
        if not width * height < CELL * CELL * len(self._things):
            return list(self._things.items())
        numbers = {number for cell in _cells(box) for number in self._cells.get(cell, ())}
        return [(number, self._things[number]) for number in numbers]


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(math.floor(box.left / CELL), math.floor(box.right / CELL) + 1):
        for row in range(math.floor(box.bottom / CELL), math.floor(box.top / CELL) + 1):
            yield column, row
