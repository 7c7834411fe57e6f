"""Which parts of a page a path paints: as little as it really does where that is cheap, and never less."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt

from pdf.reading.boxes import Box, outline

Point = tuple[float, float]

MITER = 0
"""The way of joining lines by a point, which can be far away."""
RECTANGLE = 4
"""Its sides."""
THIN = 0.5
"""Points: how far thin outlines reach."""
SQUARE_CAP = math.sqrt(2)
"""How far the corners of a line's end are from it, in halves of its width."""


class Area(Protocol):
    """Some part of a page."""

    @property
    def bounds(self) -> Box:
        """What encloses it."""
        ...

    def meets(self, other: Box) -> bool:
        """Whether they have more than an edge in common."""
        ...


@dataclass(frozen=True)
class Pen:
    """How lines are drawn: width in units of the path, the way of joining, and how long a point may be in widths."""

    width: float = 1
    join: int = MITER
    miter_limit: float = 10

    def reach(self, matrix: Matrix) -> float:
        """How far it paints on each side of a line, at most."""
        return abs(self.width) / 2 * largest_scale(matrix)

    def outreach(self, matrix: Matrix) -> float:
        """How far the outlines of letters reach; of thin ones, without their points, which are as small."""
        reach = self.reach(matrix)
        return reach if reach <= THIN or self.join != MITER else reach * max(1, self.miter_limit)


@dataclass(frozen=True)
class _Side:
    """A line or a curve of a path: where it begins and ends, and what encloses it."""

    start: Point
    end: Point
    hull: Box


class Filled:
    """What a path encloses: the inside by either rule, curves generously."""

    def __init__(self, path: Sequence[PathSegment], matrix: Matrix, *, is_even_odd: bool) -> None:
        self._path, self._matrix, self._is_even_odd = path, matrix, is_even_odd
        self.bounds = outline(path, matrix)

    @cached_property
    def _sides(self) -> list[_Side]:
        """Looked at only where something stands."""
        return [side for sides in _subpaths(self._path, self._matrix) for side in _closed(sides)]

    def meets(self, other: Box) -> bool:
        """Whether a side passes through it, or it lies inside."""
        if any(side.hull.meets(other) for side in self._sides):
            return True
        turns = sum(_turn(side, other.middle) for side in self._sides)
        return bool(turns % 2 if self._is_even_odd else turns)


def drawn(path: Sequence[PathSegment], matrix: Matrix, pen: Pen) -> Iterator[Box]:
    """What the lines of a path paint, piece by piece."""
    reach = pen.reach(matrix)
    for sides in _subpaths(path, matrix):
        yield from (side.hull.grown(reach * SQUARE_CAP) for side in sides)
        if pen.join == MITER:
            joined = sides[1:] + (sides[:1] if sides[-1].end == sides[0].start else [])
            for before, after in zip(sides, joined, strict=False):
                yield Box.around([before.end]).grown(reach * _point(before, after, pen.miter_limit))


def largest_scale(matrix: Matrix) -> float:
    """The most by which it stretches a length."""
    a, b, c, d = matrix[:4]
    half = (a * a + b * b + c * c + d * d) / 2
    return math.sqrt(half + math.sqrt(max(0.0, half * half - (a * d - b * c) ** 2)))


def is_rectangle(path: Sequence[PathSegment], matrix: Matrix) -> bool:
    """Whether it is one rectangle that stands upright on the page (or nothing at all)."""
    found = list(_subpaths(path, matrix))
    if not found:
        return True
    sides = _closed(found[0])
    return (
        len(found) == 1
        and len(sides) == RECTANGLE
        and all(side.hull.left == side.hull.right or side.hull.bottom == side.hull.top for side in sides)
        and all(side.hull == Box.around([side.start, side.end]) for side in sides)
    )


def _subpaths(path: Sequence[PathSegment], matrix: Matrix) -> Iterator[list[_Side]]:
    """The sides of each part of a path."""
    sides: list[_Side] = []
    first = current = (0.0, 0.0)
    for operator, *numbers in path:
        points = [apply_matrix_pt(matrix, point) for point in zip(numbers[::2], numbers[1::2], strict=True)]
        if operator == "m":
            if sides:
                yield sides
            sides, first, current = [], points[0], points[0]
            continue
        points = points or [first]  # h: back to the beginning
        sides.append(_Side(current, points[-1], Box.around([current, *points])))
        current = points[-1]
    if sides:
        yield sides


def _closed(sides: list[_Side]) -> list[_Side]:
    """With the line that a filling adds; without lines that lead nowhere."""
    start, end = sides[0].start, sides[-1].end
    every = [*sides, _Side(end, start, Box.around([end, start]))]
    return [side for side in every if side.start != side.end or side.hull.left != side.hull.right]


def _turn(side: _Side, point: Point) -> int:
    """How often a side goes around a point, counted on the ray to the right of it."""
    (x, y), (ax, ay), (bx, by) = point, side.start, side.end
    if (ay <= y) == (by <= y):
        return 0
    crossing = ax + (y - ay) / (by - ay) * (bx - ax)
    return 0 if crossing <= x else 1 if by > ay else -1


def _point(before: _Side, after: _Side, limit: float) -> float:
    """How far the point reaches in which two sides meet, in halves of the line's width."""
    if before.hull != Box.around([before.start, before.end]) or after.hull != Box.around([after.start, after.end]):
        return limit  # of curves, only the ends are known
    ux, uy = before.end[0] - before.start[0], before.end[1] - before.start[1]
    vx, vy = after.end[0] - after.start[0], after.end[1] - after.start[1]
    lengths = math.hypot(ux, uy) * math.hypot(vx, vy)
    half = (1 + (ux * vx + uy * vy) / lengths) / 2 if lengths else 1
    return min(limit, 1 / math.sqrt(half)) if half > 0 else limit
