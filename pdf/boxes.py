"""Rectangles on a page."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

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
        """What encloses a rectangle, given by two corners, where `matrix` lays it. Raises TypeError or ValueError."""
        left, bottom, right, top = [_number(resolve1(each)) for each in corners]
        points = [apply_matrix_pt(matrix, (x, y)) for x in (left, right) for y in (bottom, top)]
        return cls.around(points)

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> "Box":
        """The smallest that has all points; without any, an empty one."""
        if not points:
            return cls(0, 0, 0, 0)
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    def meets(self, other: "Box") -> bool:
        """Whether they have more than an edge in common."""
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
