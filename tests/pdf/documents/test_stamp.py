"""Seals: a full square of outlines for any name."""

import zlib

import pytest

from pdf.documents import stamp
from pdf.writer.fonts import Fonts
from pdf.writer.typefaces import SERIF


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("保", 4),
        ("保証", 4),
        ("見本保証", 6),
        ("見本　保証", 6),
        ("保証株式会社", 9),
        ("見本建設業保証株式会社", 12),
        ("西日本見本建設業保証株式会社", 16),
        ("長" * 24, 25),
        ("長" * 120, 25),
    ],
)
def test_the_name_and_its_ending_fill_the_square(name: str, cells: int) -> None:
    drawn = zlib.decompress(stamp.draw(name).data).decode()
    assert drawn.count("cm 22 w") == cells
    assert "Tj" not in drawn


def test_only_characters_with_glyphs_can_be_shown() -> None:
    with pytest.raises(ValueError, match="no glyph"):
        Fonts("F").show("👷", SERIF, 10)
