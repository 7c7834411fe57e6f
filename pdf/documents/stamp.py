"""The square stamp of a surety: its image, or outlines, so that it is no part of the extracted text."""

import functools

from pdf.documents.field_boxes import RED
from pdf.writer import png_images
from pdf.writer.form_xobjects import FormXObject, make_form
from pdf.writer.typefaces import SERIF

SIZE = 62
_MARGIN = 4.5
_GRIDS = ((2, 2), (2, 3), (3, 3), (3, 4), (4, 4), (4, 5), (5, 5))
"""Columns and rows of a stamp."""
_ENDINGS = ("印", "之印", "之印章")


@functools.lru_cache(maxsize=64)
def draw(name: str) -> FormXObject:
    """The stamp with a name and 印, in columns from the right that fill the square."""
    text, columns, rows = _engraving([character for character in name if SERIF[character] and not character.isspace()])
    inner = SIZE - 2 * _MARGIN
    width, height = inner / columns, inner / rows
    drawn = [f"{RED} rg {RED} RG 2 w 1.2 1.2 {SIZE - 2.4:g} {SIZE - 2.4:g} re S"]
    for count, character in enumerate(text):
        column, row = divmod(count, rows)
        x = _MARGIN + inner - (column + 1) * width
        # The em box of Noto reaches 120 units below the baseline; stamps are a little bolder than print.
        y = _MARGIN + inner - (row + 1) * height + 0.12 * height
        drawn.append(
            f"q {width / 1000:.5f} 0 0 {height / 1000:.5f} {x:.3f} {y:.3f} cm 22 w {SERIF.file.outline(character)} B Q"
        )
    return make_form(SIZE, SIZE, " ".join(drawn))


@functools.lru_cache(maxsize=64)
def of_image(png: bytes) -> FormXObject:
    """The stamp from an image with a palette, as large as fits into the square. Raises ValueError for other images."""
    image = png_images.read(png)
    scale = SIZE / max(image.width, image.height)
    width, height = image.width * scale, image.height * scale
    x, y = (SIZE - width) / 2, (SIZE - height) / 2
    return make_form(SIZE, SIZE, f"q {width:g} 0 0 {height:g} {x:g} {y:g} cm /Image Do Q", {"Image": image})


def _engraving(name: list[str]) -> tuple[list[str], int, int]:
    for columns, rows in _GRIDS:
        for ending in _ENDINGS:
            if len(name) + len(ending) == columns * rows:
                return [*name, *ending], columns, rows
    columns, rows = next((grid for grid in _GRIDS if grid[0] * grid[1] > len(name)), _GRIDS[-1])
    return [*name[: columns * rows - 1], "印"], columns, rows
