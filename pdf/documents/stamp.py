"""The square seal of a surety as outlines: it never enters the text that machines read."""

import functools

from pdf.documents.field_boxes import RED
from pdf.writer.form_xobjects import Form, drawing
from pdf.writer.typefaces import SERIF

SIZE = 62
_MARGIN = 4.5
_GRIDS = ((2, 2), (2, 3), (3, 3), (3, 4), (4, 4), (4, 5), (5, 5))
"""Columns and rows that a square seal may have."""
_ENDINGS = ("印", "之印", "之印章")


@functools.lru_cache(maxsize=64)
def of(name: str) -> Form:
    """The seal with a name and 印, in columns from the right, as many as make the square full."""
    text, columns, rows = _engraving([character for character in name if SERIF[character] and not character.isspace()])
    inner = SIZE - 2 * _MARGIN
    width, height = inner / columns, inner / rows
    drawn = [f"{RED} rg {RED} RG 2 w 1.2 1.2 {SIZE - 2.4:g} {SIZE - 2.4:g} re S"]
    for count, character in enumerate(text):
        column, row = divmod(count, rows)
        x = _MARGIN + inner - (column + 1) * width
        # The em box of Noto reaches 120 units below the baseline; a seal is cut a little heavier than print.
        y = _MARGIN + inner - (row + 1) * height + 0.12 * height
        drawn.append(
            f"q {width / 1000:.5f} 0 0 {height / 1000:.5f} {x:.3f} {y:.3f} cm 22 w {SERIF.file.outline(character)} B Q"
        )
    return drawing(SIZE, SIZE, " ".join(drawn))


def _engraving(name: list[str]) -> tuple[list[str], int, int]:
    for columns, rows in _GRIDS:
        for ending in _ENDINGS:
            if len(name) + len(ending) == columns * rows:
                return [*name, *ending], columns, rows
    columns, rows = next((grid for grid in _GRIDS if grid[0] * grid[1] > len(name)), _GRIDS[-1])
    return [*name[: columns * rows - 1], "印"], columns, rows
