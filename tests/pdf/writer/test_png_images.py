"""PNG files with a palette as image XObjects."""

import io
import zlib

import pytest
from PIL import Image

from pdf.documents import stamp
from pdf.writer import png_images
from pdf.writer.pdf_objects import Objects


def png(image: Image.Image, **options: bool) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


def palette(width: int = 5, height: int = 4) -> Image.Image:
    return Image.new("RGB", (width, height), "red").quantize(4)


def test_the_rows_and_colours_are_taken_over() -> None:
    image = png_images.read(png(palette()))
    assert (image.width, image.height) == (5, 4)
    assert image.palette[:3] == b"\xff\x00\x00"
    assert len(zlib.decompress(image.data)) == 4 * (1 + (5 * image.bits + 7) // 8)
    objects = Objects()
    assert image.embed(objects) == 1


@pytest.mark.parametrize("file", [b"GIF89a", png(Image.new("RGB", (2, 2))), png(Image.new("L", (2, 2)))])
def test_other_files_are_refused(file: bytes) -> None:
    with pytest.raises(ValueError, match="not a PNG"):
        png_images.read(file)


def test_an_interlaced_file_is_refused() -> None:
    file = bytearray(png(palette()))
    file[28] = 1
    with pytest.raises(ValueError, match="interlaced"):
        png_images.read(bytes(file))


def test_an_oblong_image_keeps_its_form() -> None:
    drawn = stamp.of_image(png(palette(10, 5)))
    assert (
        zlib.decompress(drawn.data).decode()
        == f"q {stamp.SIZE} 0 0 {stamp.SIZE / 2:g} 0 {stamp.SIZE / 4:g} cm /Image Do Q"
    )
