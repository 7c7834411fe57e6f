"""Rectangles on a page."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pdfminer.casting import safe_float
from pdfminer.pdftypes import resolve1
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt


class Box(NamedTuple):
    """In points, as the page is seen: x to the right, y upwards. Upside down, it is empty."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def of(cls, corners: Sequence[object], matrix: Matrix) -> "Box":
        """What encloses a rectangle, given by two corners, where `matrix` lays it. Raises ValueError."""
        left, bottom, right, top = (_number(resolve1(each)) for each in corners)
        return cls.around(
            apply_matrix_pt(matrix, corner)
            for corner in ((left, bottom), (left, top), (right, bottom), (right, top))
        )

    @classmethod
    def around(cls, points: Iterable[tuple[float, float]]) -> "Box":
        """The smallest that has all points; without any, an empty one."""
        known = list(points)
        if not known:
            return cls(0, 0, 0, 0)
        xs, ys = zip(*known, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    def meets(self, other: "Box") -> bool:
        """Whether they have more than an edge in common."""
        shared = self.within(other)
        return shared.left < shared.right and shared.bottom < shared.top

    def holds(self, other: "Box") -> bool:
        """Whether the other one is wholly inside."""
        return self.within(other) == other

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
    """What encloses a path."""
    return Box.around(
        apply_matrix_pt(matrix, (segment[at], segment[at + 1]))
        for segment in path
        for at in range(1, len(segment), 2)
    )


def _number(value: object) -> float:
    number = safe_float(value)
    if number is None:
        raise ValueError("not a number")
    return number
