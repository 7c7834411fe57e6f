"""Rectangles on a page."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pdfminer.pdftypes import resolve1
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt

NOT_FINITE = "coordinates that are not finite"
"""The message for coordinates that are not finite: all comparisons with them would be false."""


class Box(NamedTuple):
    """In points of the displayed page: x to the right, y upwards. With reversed edges it is empty."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def from_corners(cls, corners: Sequence[object], matrix: Matrix) -> "Box":
        """The bounds of a PDF rectangle, transformed by `matrix`. Raises TypeError or ValueError."""
        left, bottom, right, top = [_number(resolve1(each)) for each in corners]
        return cls.from_rectangle(left, bottom, right, top, matrix)

    @classmethod
    def from_rectangle(cls, left: float, bottom: float, right: float, top: float, matrix: Matrix) -> "Box":
        """The bounds of a rectangle, transformed by `matrix`. Raises ValueError."""
        a, b, c, d, e, f = matrix
        if b or c:
            return cls.enclosing([apply_matrix_pt(matrix, (x, y)) for x in (left, right) for y in (bottom, top)])
        x, y, right, top = a * left + e, d * bottom + f, a * right + e, d * top + f
        if not math.isfinite(x + y + right + top):
            raise ValueError(NOT_FINITE)
        return cls(min(x, right), min(y, top), max(x, right), max(y, top))

    @classmethod
    def enclosing(cls, points: Sequence[tuple[float, float]]) -> "Box":
        """The smallest box with all points; an empty one without points. Raises ValueError."""
        if not points:
            return cls(0, 0, 0, 0)
        xs, ys = zip(*points, strict=True)
        box = cls(min(xs), min(ys), max(xs), max(ys))
        if not math.isfinite(sum(xs) + sum(ys)):
            raise ValueError(NOT_FINITE)
        return box

    @property
    def bounds(self) -> "Box":
        """The box itself."""
        return self

    @property
    def center(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    @property
    def is_empty(self) -> bool:
        """Whether it has no area."""
        return self.left >= self.right or self.bottom >= self.top

    def intersects(self, other: "Box") -> bool:
        """Whether they share more than an edge; a line through the inside counts."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def contains(self, other: "Box") -> bool:
        """Whether the other one is completely inside."""
        return (
            self.left <= other.left
            and self.bottom <= other.bottom
            and other.right <= self.right
            and other.top <= self.top
        )

    def intersection(self, other: "Box") -> "Box":
        """The common area, which may be empty."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def inflate(self, margin: float) -> "Box":
        """The box with a margin on each side."""
        return Box(self.left - margin, self.bottom - margin, self.right + margin, self.top + margin)


def path_bounds(path: Iterable[PathSegment], matrix: Matrix) -> Box:
    """The bounds of a path, including the control points of its curves."""
    points: list[tuple[float, float]] = []
    for _, *numbers in path:
        points += zip(numbers[::2], numbers[1::2], strict=True)
    return Box.enclosing([apply_matrix_pt(matrix, point) for point in points])


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError("not a number")
    return value
