"""Two-dimensional codes as vectors."""

import segno


def operators(content: str, *, x: float, y: float, size: float) -> str:
    """A QR code (error correction M) from its lower left corner; the caller leaves four modules blank around it.

    The mask is fixed: trying all eight takes most of the time, and any of them reads.
    """
    matrix = segno.make_qr(content, error="m", mask=2).matrix
    count = len(matrix)
    scale = size / count
    rectangles: list[str] = []
    for row, modules in enumerate(matrix):
        line = bytes(modules)
        start = line.find(1)
        while start >= 0:
            end = line.find(0, start)
            end = count if end < 0 else end
            rectangles.append(f"{start} {count - 1 - row} {end - start} 1 re")
            start = line.find(1, end)
    return f"q 0 g {scale:.5f} 0 0 {scale:.5f} {x:.2f} {y:.2f} cm {' '.join(rectangles)} f Q\n"
