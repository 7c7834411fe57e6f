"""Images that are handed on: decoded, turned upright, and encoded again without anything but pixels.

So a place, a camera's number, hidden data and whatever follows the image do not get any further. It reads untrusted
files by machine code and is meant for a sandboxed process.
"""

from io import BytesIO
from typing import Any

import PIL.MpoImagePlugin  # noqa: F401 # pyright: ignore[reportUnusedImport] -- the sandbox rejects later imports
from PIL import ExifTags, Image, JpegImagePlugin, PngImagePlugin

from pdf.upload_refusals import Reason, UploadRefused
from pdf.workers.upload_pool import MAX_UPLOAD_BYTES

MAX_PIXELS = 40_000_000
"""A page in colour at 600 dpi has 35 million."""
QUALITY = 85
"""Of a JPEG that would become too large with its own quality."""
Image.MAX_IMAGE_PIXELS = None  # MAX_PIXELS is enforced here

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""By the orientation in the EXIF data; 1 is upright."""


def redraw(file: bytes) -> bytes:
    """The image in its own format. Raises UploadRefused, and MemoryError at the process's limit."""
    try:
        with Image.open(BytesIO(file), formats=("PNG", "JPEG")) as image:
            return _redrawn(image)
    except (UploadRefused, MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 -- a hostile image finds an unexpected error in every decoder
        raise UploadRefused(Reason.DAMAGED) from None


def _redrawn(image: Any) -> bytes:
    if image.width * image.height > MAX_PIXELS:
        raise UploadRefused(Reason.TOO_MANY_PIXELS)
    image.load()
    upright = _upright(image)
    transparency = image.info.get("transparency")
    upright.info = {} if transparency is None else {"transparency": transparency}
    if isinstance(image, PngImagePlugin.PngImageFile):
        content = _encoded(upright, "PNG")
    else:
        drawn = upright if upright.mode in {"L", "RGB"} else upright.convert("RGB")
        tables = {"qtables": image.quantization, "subsampling": JpegImagePlugin.get_sampling(image)}
        content = _encoded(drawn, "JPEG", **tables)
        if len(content) > MAX_UPLOAD_BYTES:
            content = _encoded(drawn, "JPEG", quality=QUALITY)
    if len(content) > MAX_UPLOAD_BYTES:
        raise UploadRefused(Reason.TOO_LARGE)
    return content


def _upright(image: Any) -> Any:
    """A copy of the image as its EXIF data say that it was taken; as it is, if they cannot be read.

    Saving an opened image itself asks for the working folder, which the sandbox rejects.
    """
    try:
        turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- likewise, and cameras write malformed data
        turn = None
    return image.copy() if turn is None else image.transpose(turn)


def _encoded(image: Any, format_: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()
