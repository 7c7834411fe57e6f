"""Seals that certificates print: drawn anew from an image, small, square and opaque.

It reads untrusted files by machine code and is meant for a sandboxed process.
"""

from io import BytesIO
from typing import Any

from PIL import Image

from pdf.reading import redrawn_image
from pdf.upload_refusals import Reason, UploadRefused

SIDE = 300
"""Pixels: 350 dpi on the certificate."""
COLOURS = 64
MAX_PIXELS = 10_000_000
"""Of the uploaded image: a page at 300 dpi has 9 million."""


def draw(file: bytes) -> bytes:
    """A PNG with a palette. Raises UploadRefused, and MemoryError at the process's limit."""
    return redrawn_image.drawn(file, _seal)


def _seal(image: Any) -> bytes:
    if image.width * image.height > MAX_PIXELS:
        raise UploadRefused(Reason.TOO_MANY_PIXELS)
    image.load()
    upright = redrawn_image.upright(image)
    seal = upright.convert("RGBA")
    side = max(seal.size)
    if side > SIDE:
        seal.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
        side = SIDE
    paper = Image.new("RGB", (side, side), "white")
    paper.paste(seal, ((side - seal.width) // 2, (side - seal.height) // 2), seal)
    out = BytesIO()
    paper.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", bits=8)
    return out.getvalue()
