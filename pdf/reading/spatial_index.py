"""A grid index of items on a page by their position."""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Generic, TypeVar

from pdf.reading.boxes import Box

T = TypeVar("T")

CELL_SIZE = 24
"""In points: the side of the square cells."""


class SpatialIndex(Generic[T]):
    """Items in the order of insertion, none of which may be much larger than a cell."""

    def __init__(self) -> None:
        self._items: dict[int, T] = {}
        self._cells: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        self._next = 0

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def add(self, item: T, box: Box) -> None:
        """Add an item with its box."""
        self._items[self._next] = item
        for cell in _cells(box):
            self._cells[cell].add(self._next)
        self._next += 1

    def remove(self, number: int, box: Box) -> None:
        """Remove an item by the number from `query`."""
        del self._items[number]
        for cell in _cells(box):
            self._cells[cell].discard(number)

    def query(self, box: Box) -> list[tuple[int, T]]:
        """Candidates in a box, each with its number; all items if the box is large or the items are few."""
        if box.is_empty:
            box = box.inflate(1)
        width, height = box.right - box.left, box.top - box.bottom
        if not width * height < CELL_SIZE * CELL_SIZE * len(self._items):
            return list(self._items.items())
        numbers = {number for cell in _cells(box) for number in self._cells.get(cell, ())}
        return [(number, self._items[number]) for number in numbers]


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(math.floor(box.left / CELL_SIZE), math.floor(box.right / CELL_SIZE) + 1):
        for row in range(math.floor(box.bottom / CELL_SIZE), math.floor(box.top / CELL_SIZE) + 1):
            yield column, row
