"""Rectangles on a page."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pdfminer.pdftypes import resolve1
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt

BEYOND = "beyond all pages"
"""What is not finite is refused: no comparison with it would be true."""


class Box(NamedTuple):
    """In points, as the page is seen: x to the right, y upwards. Upside down, it is empty."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def of(cls, corners: Sequence[object], matrix: Matrix) -> "Box":
        """What encloses a rectangle, given by two corners, where `matrix` lays it. Raises TypeError or ValueError."""
        left, bottom, right, top = [_number(resolve1(each)) for each in corners]
        return cls.laid(left, bottom, right, top, matrix)

    @classmethod
    def laid(cls, left: float, bottom: float, right: float, top: float, matrix: Matrix) -> "Box":
        """The same, of plain numbers."""
        a, b, c, d, e, f = matrix
        if b or c:
            return cls.around([apply_matrix_pt(matrix, (x, y)) for x in (left, right) for y in (bottom, top)])
        x, y, right, top = a * left + e, d * bottom + f, a * right + e, d * top + f
        if not math.isfinite(x + y + right + top):
            raise ValueError(BEYOND)
        return cls(min(x, right), min(y, top), max(x, right), max(y, top))

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> "Box":
        """The smallest that has all points; without any, an empty one."""
        if not points:
            return cls(0, 0, 0, 0)
        xs, ys = zip(*points, strict=True)
        box = cls(min(xs), min(ys), max(xs), max(ys))
        if not math.isfinite(sum(xs) + sum(ys)):
            raise ValueError(BEYOND)
        return box

    @property
    def bounds(self) -> "Box":
        """What encloses it: itself."""
        return self

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return self.left >= self.right or self.bottom >= self.top

    def meets(self, other: "Box") -> bool:
        """Whether they have more than an edge in common; a line counts that passes through the inside."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other one is wholly inside."""
        return (
            self.left <= other.left
            and self.bottom <= other.bottom
            and other.right <= self.right
            and other.top <= self.top
        )

    def within(self, other: "Box") -> "Box":
        """What they have in common."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def grown(self, margin: float) -> "Box":
        """With so much more on each side."""
        return Box(self.left - margin, self.bottom - margin, self.right + margin, self.top + margin)


def outline(path: Iterable[PathSegment], matrix: Matrix) -> Box:
    """What encloses a path, the handles of its curves included."""
    points: list[tuple[float, float]] = []
    for _, *numbers in path:
        points += zip(numbers[::2], numbers[1::2], strict=True)
    return Box.around([apply_matrix_pt(matrix, point) for point in points])


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError("not a number")
    return value
