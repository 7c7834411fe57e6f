"""Image XObjects from PNG files with a palette, whose data PDF can contain as they are."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from pdf.writer.pdf_objects import Objects

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">IIBBBBB")
_PALETTE = 3
"""The colour type."""


@dataclass(frozen=True)
class PaletteImage:
    """An image with up to 256 colours: deflated rows in the form of PNG, and the colours."""

    width: int
    height: int
    bits: int
    palette: bytes
    data: bytes

    def embed(self, objects: Objects) -> int:
        """Add it to a file; returns its object number."""
        colours = f"[/Indexed/DeviceRGB {len(self.palette) // 3 - 1}<{self.palette.hex()}>]"
        rows = f"<</Predictor 15/Colors 1/BitsPerComponent {self.bits}/Columns {self.width}>>"
        size = f"/Width {self.width}/Height {self.height}/BitsPerComponent {self.bits}"
        return objects.add_deflated(
            f"/Type/XObject/Subtype/Image{size}/ColorSpace{colours}/DecodeParms{rows}", self.data
        )


def read(png: bytes) -> PaletteImage:
    """The image of a PNG with a palette that is not interlaced. Raises ValueError for any other file."""
    chunks = list(_chunks(png))
    of_kind = dict(chunks)
    if chunks[0][0] != b"IHDR" or b"PLTE" not in of_kind:
        raise ValueError("not a PNG with a palette")
    width, height, bits, colour_type, _, _, interlace = _HEADER.unpack(of_kind[b"IHDR"])
    if colour_type != _PALETTE or interlace:
        raise ValueError("not a PNG with a palette, or interlaced")
    data = b"".join(content for kind, content in chunks if kind == b"IDAT")
    return PaletteImage(width, height, bits, of_kind[b"PLTE"], data)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(SIGNATURE):
        raise ValueError("not a PNG")
    place = len(SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12
