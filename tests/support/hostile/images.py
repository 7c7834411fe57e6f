"""Images: harmless ones as cameras and programs write them, and some that may not be attached."""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image, ImageDraw, PngImagePlugin

from pdf.reading.redrawn_image import MAX_PIXELS
from pdf.upload_refusals import Reason

PLACE = {1: "N", 2: (36.0, 33.0, 0.0), 3: "E", 4: (139.0, 53.0, 0.0)}
"""GPS data: the place where a photograph was taken."""
CAMERA = "Kakusho Camera"


def drawing(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """A grey image whose upper left quarter is dark."""
    made = Image.new("L", size, 200)
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill=20)
    return made.convert(mode)


def jpeg(image: Image.Image | None = None, **options: Any) -> bytes:
    """As JPEG."""
    out = io.BytesIO()
    (image or drawing()).save(out, "JPEG", **options)
    return out.getvalue()


def png(image: Image.Image | None = None, **options: Any) -> bytes:
    """As PNG."""
    out = io.BytesIO()
    (image or drawing()).save(out, "PNG", **options)
    return out.getvalue()


def photograph(orientation: int = 1) -> bytes:
    """A photograph with place, camera and orientation."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = CAMERA
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(PLACE)
    return jpeg(exif=exif, comment=CAMERA.encode())


def screenshot() -> bytes:
    """A PNG with text in its metadata."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", CAMERA)
    told.add_text("Comment", CAMERA, zip=True)
    told.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{CAMERA}</x:xmpmeta>")
    return png(pnginfo=told)


def flood(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says that it is large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def images() -> Iterator[tuple[str, bytes, Reason]]:
    """Those that may not be attached, by name."""
    photo, shot = photograph(), png(drawing((600, 400)).effect_spread(3))
    side = int(MAX_PIXELS**0.5) + 1
    yield "flood of pixels", flood(50_000, 50_000), Reason.TOO_MANY_PIXELS
    yield "one line too many pixels", flood(side, side), Reason.TOO_MANY_PIXELS
    frame = photo.index(b"\xff\xc0")
    wide = photo[: frame + 5] + b"\xff\xff\xff\xff" + photo[frame + 9 :]
    yield "flood of pixels in a JPEG", wide, Reason.TOO_MANY_PIXELS
    yield "truncated JPEG", jpeg(drawing((600, 400)).effect_spread(3))[:5_000], Reason.DAMAGED
    yield "truncated PNG", shot[: len(shot) // 2], Reason.DAMAGED
    yield "only the header of a PNG", shot[:8], Reason.DAMAGED
    yield "only the header of a JPEG", photo[:3], Reason.DAMAGED
    yield "PNG with other bytes", shot[:100] + bytes([shot[100] ^ 255]) + shot[101:], Reason.DAMAGED
    yield "page behind the header of a JPEG", b"\xff\xd8\xff<script>alert(1)</script>", Reason.DAMAGED
    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(2**27), 9))
    yield "bomb in the text of a PNG", shot[:33] + text + shot[33:], Reason.DAMAGED
    gif = io.BytesIO()
    drawing().save(gif, "GIF")
    yield "GIF image", gif.getvalue(), Reason.OTHER_TYPE
    bitmap = io.BytesIO()
    drawing().save(bitmap, "BMP")
    yield "BMP image", bitmap.getvalue(), Reason.OTHER_TYPE
    yield "11 MB behind a PNG", png() + bytes(11_000_000), Reason.TOO_LARGE
