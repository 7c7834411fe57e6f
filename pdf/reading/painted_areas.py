"""The areas of a page that a path paints, overestimated where exact ones are expensive, never underestimated."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt

from pdf.reading.boxes import Box, path_bounds

Point = tuple[float, float]

MITER_JOIN = 0
"""The line join whose tip can be far from the path."""
RECTANGLE_SIDES = 4
"""The segments of a rectangle."""
THIN_OUTLINE = 0.5
"""In points: the reach of thin outlines."""
SQUARE_CAP_FACTOR = math.sqrt(2)
"""Distance of the corners of a square cap from the end of the line, in half widths."""


class Area(Protocol):
    """An area of a page."""

    @property
    def bounds(self) -> Box:
        """The box around it."""
        ...

    def intersects(self, other: Box) -> bool:
        """Whether they share more than an edge."""
        ...


@dataclass(frozen=True)
class Pen:
    """Parameters of strokes: width in units of the path, line join, and miter limit in widths."""

    width: float = 1
    join: int = MITER_JOIN
    miter_limit: float = 10

    def reach(self, matrix: Matrix) -> float:
        """The maximum distance of paint from the line, in points."""
        return abs(self.width) / 2 * largest_scale(matrix)

    def outline_reach(self, matrix: Matrix) -> float:
        """The reach of outlined letters, in points; of thin ones without miters, which are as small."""
        reach = self.reach(matrix)
        return reach if reach <= THIN_OUTLINE or self.join != MITER_JOIN else reach * max(1, self.miter_limit)


@dataclass(frozen=True)
class _Segment:
    """A line or curve of a path, with its bounds."""

    start: Point
    end: Point
    bounds: Box


class FilledPath:
    """The inside of a filled path by either rule; curves are overestimated."""

    def __init__(self, path: Sequence[PathSegment], matrix: Matrix, *, is_even_odd: bool) -> None:
        self._path, self._matrix, self._is_even_odd = path, matrix, is_even_odd
        self.bounds = path_bounds(path, matrix)

    @cached_property
    def _segments(self) -> list[_Segment]:
        """Computed only where there is text."""
        return [segment for segments in _subpaths(self._path, self._matrix) for segment in _closed(segments)]

    def intersects(self, other: Box) -> bool:
        """Whether a segment passes through it, or it lies inside."""
        if any(segment.bounds.intersects(other) for segment in self._segments):
            return True
        windings = sum(_winding(segment, other.center) for segment in self._segments)
        return bool(windings % 2 if self._is_even_odd else windings)


def stroke_areas(path: Sequence[PathSegment], matrix: Matrix, pen: Pen) -> Iterator[Box]:
    """The areas that the stroke of a path paints."""
    reach = pen.reach(matrix)
    for segments in _subpaths(path, matrix):
        yield from (segment.bounds.inflate(reach * SQUARE_CAP_FACTOR) for segment in segments)
        if pen.join == MITER_JOIN:
            joined = segments[1:] + (segments[:1] if segments[-1].end == segments[0].start else [])
            for before, after in zip(segments, joined, strict=False):
                yield Box.enclosing([before.end]).inflate(reach * _miter_reach(before, after, pen.miter_limit))


def largest_scale(matrix: Matrix) -> float:
    """The maximum scale factor of a matrix."""
    a, b, c, d = matrix[:4]
    half = (a * a + b * b + c * c + d * d) / 2
    return math.sqrt(half + math.sqrt(max(0.0, half * half - (a * d - b * c) ** 2)))


def is_rectangle(path: Sequence[PathSegment], matrix: Matrix) -> bool:
    """Whether a path is one axis-parallel rectangle, or empty."""
    found = list(_subpaths(path, matrix))
    if not found:
        return True
    segments = _closed(found[0])
    return (
        len(found) == 1
        and len(segments) == RECTANGLE_SIDES
        and all(
            segment.bounds.left == segment.bounds.right or segment.bounds.bottom == segment.bounds.top
            for segment in segments
        )
        and all(segment.bounds == Box.enclosing([segment.start, segment.end]) for segment in segments)
    )


def _subpaths(path: Sequence[PathSegment], matrix: Matrix) -> Iterator[list[_Segment]]:
    """The segments of each subpath."""
    segments: list[_Segment] = []
    first = current = (0.0, 0.0)
    for operator, *numbers in path:
        points = [apply_matrix_pt(matrix, point) for point in zip(numbers[::2], numbers[1::2], strict=True)]
        if operator == "m":
            if segments:
                yield segments
            segments, first, current = [], points[0], points[0]
            continue
        points = points or [first]  # h closes the subpath
        segments.append(_Segment(current, points[-1], Box.enclosing([current, *points])))
        current = points[-1]
    if segments:
        yield segments


def _closed(segments: list[_Segment]) -> list[_Segment]:
    """The segments with the closing line of a fill, without those of zero length."""
    start, end = segments[0].start, segments[-1].end
    every = [*segments, _Segment(end, start, Box.enclosing([end, start]))]
    return [segment for segment in every if segment.start != segment.end or segment.bounds.left != segment.bounds.right]


def _winding(segment: _Segment, point: Point) -> int:
    """The winding number that a segment adds for a point, on the ray to the right of it."""
    (x, y), (ax, ay), (bx, by) = point, segment.start, segment.end
    if (ay <= y) == (by <= y):
        return 0
    crossing = ax + (y - ay) / (by - ay) * (bx - ax)
    return 0 if crossing <= x else 1 if by > ay else -1


def _miter_reach(before: _Segment, after: _Segment, limit: float) -> float:
    """The reach of the miter of two segments, in half widths."""
    if before.bounds != Box.enclosing([before.start, before.end]) or after.bounds != Box.enclosing(
        [after.start, after.end]
    ):
        return limit  # the tangents of curves are not known
    ux, uy = before.end[0] - before.start[0], before.end[1] - before.start[1]
    vx, vy = after.end[0] - after.start[0], after.end[1] - after.start[1]
    lengths = math.hypot(ux, uy) * math.hypot(vx, vy)
    half = (1 + (ux * vx + uy * vy) / lengths) / 2 if lengths else 1
    return min(limit, 1 / math.sqrt(half)) if half > 0 else limit
