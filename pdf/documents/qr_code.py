"""QR codes as vector graphics."""

from collections.abc import Iterator, Sequence

import segno

Run = tuple[int, int]
"""Begin and end of adjacent dark modules in a row."""


def operators(content: str, *, x: float, y: float, size: float) -> str:
    """A QR code (error correction M) from its lower left corner; the caller leaves four modules blank around it.

    The mask is fixed: trying all eight takes most of the time, and every mask is readable.
    """
    matrix = segno.make_qr(content, error="m", mask=2).matrix
    scale = size / len(matrix)
    rectangles = " ".join(_rectangles([set(_runs(bytes(row))) for row in matrix]))
    return f"q 0 g {scale:.5f} 0 0 {scale:.5f} {x:.2f} {y:.2f} cm {rectangles} f Q\n"


def _runs(row: bytes) -> Iterator[Run]:
    start = row.find(1)
    while start >= 0:
        end = row.find(0, start)
        yield start, len(row) if end < 0 else end
        start = row.find(1, end) if end >= 0 else -1


def _rectangles(rows: Sequence[set[Run]]) -> Iterator[str]:
    """Equal runs in consecutive rows become one rectangle, for a smaller file."""
    begun: dict[Run, int] = {}
    for place, runs in enumerate([*rows, set[Run]()]):
        for start, end in sorted(begun.keys() - runs):
            top = begun.pop((start, end))
            yield f"{start} {len(rows) - place} {end - start} {place - top} re"
        begun |= dict.fromkeys(runs - begun.keys(), place)
