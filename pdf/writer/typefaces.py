"""Typefaces: glyphs of characters, their widths, and subsets to embed.

The fonts come with the package pylopdf-fonts-jp (Noto Serif JP and Noto Sans JP, SIL Open Font License 1.1).
"""

import functools
import re
import unicodedata
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pylopdf_fonts_jp
import uharfbuzz

from pdf.writer import cff

hb: Any = uharfbuzz  # compiled, without type information

_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zl", "Zp"})
"""Refused categories: controls, directional marks, private and unassigned characters, combining marks."""
SELECTOR = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
"""Variation selectors, as a regular expression."""
_CHARACTER = re.compile(f".{SELECTOR}?", re.DOTALL)
_CFF_TAG = int.from_bytes(b"CFF ", "big")


class Glyph(NamedTuple):
    """A glyph: its CID and its width in thousandths of the font size."""

    cid: int
    advance: int


class FontFile:
    """A font file, mapped into memory; expensive tables are made at first use."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self.face = hb.Face(hb.Blob.from_file_path(str(path)))
        self.font = hb.Font(self.face)
        self.cids: array[int] = cff.charset_of(path, self.face.glyph_count)

    @functools.cached_property
    def _gids(self) -> dict[int, int]:
        return {cid: gid for gid, cid in enumerate(self.cids)}

    @functools.cached_property
    def _prepared(self) -> Any:
        return hb.subset_preprocess(self.face)

    def glyph(self, gid: int) -> Glyph:
        """The glyph of a glyph index."""
        return Glyph(self.cids[gid], self.font.get_glyph_h_advance(gid))

    def advance(self, cid: int) -> int:
        """The width of a glyph by its CID."""
        return self.font.get_glyph_h_advance(self._gids[cid])

    def subset(self, cids: Iterable[int]) -> bytes:
        """The CFF program of these glyphs, which keep their CIDs."""
        wanted = hb.SubsetInput()
        # Outlines without shared subroutines deflate to a quarter less.
        wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
        wanted.glyph_set.update({0, *(self._gids[cid] for cid in cids)})
        tags = {int.from_bytes(tag.encode("ascii"), "big") for tag in self.face.table_tags}
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(tags - {_CFF_TAG})
        return hb.SubsetPlan(self._prepared, wanted).execute().reference_table("CFF ").data

    def outline(self, character: str) -> str:
        """Operators of a character's outline, in font units (1,000 for the font size)."""
        drawn: list[str] = []
        pen = hb.DrawFuncs()
        pen.set_move_to_func(lambda x, y, _: drawn.append(f"{x:g} {y:g} m"))
        pen.set_line_to_func(lambda x, y, _: drawn.append(f"{x:g} {y:g} l"))
        pen.set_cubic_to_func(lambda a, b, c, d, x, y, _: drawn.append(f"{a:g} {b:g} {c:g} {d:g} {x:g} {y:g} c"))
        pen.set_close_path_func(lambda _: drawn.append("h"))
        self.font.draw_glyph(self.font.get_nominal_glyph(ord(character)), pen)
        return " ".join(drawn)


class Face(dict[str, Glyph | None]):
    """Maps characters, with or without a variation selector, to glyphs; None for those that cannot be printed."""

    def __init__(self, file: FontFile, *, half_width: bool = False) -> None:
        super().__init__()
        self.file = file
        self.half_width = half_width

    def __missing__(self, character: str) -> Glyph | None:
        gid = self._gid(character)
        glyph = self[character] = None if not gid else self.file.glyph(gid)
        return glyph

    def _gid(self, character: str) -> int | None:
        if unicodedata.category(character[0]) in _REFUSED:
            return None
        if len(character) > 1:
            return self.file.font.get_variation_glyph(ord(character[0]), ord(character[1]))
        if self.half_width:
            return self._half_width_gid(character)
        return self.file.font.get_nominal_glyph(ord(character))

    def _half_width_gid(self, character: str) -> int:
        buffer = hb.Buffer()
        buffer.add_str(character)
        buffer.guess_segment_properties()
        hb.shape(self.file.font, buffer, {"hwid": True})
        return buffer.glyph_infos[0].codepoint


_SANS_FILE = FontFile(pylopdf_fonts_jp.sans_path(), "NotoSansJP-Regular")

SERIF = Face(FontFile(pylopdf_fonts_jp.serif_path(), "NotoSerifJP-Regular"))
SANS = Face(_SANS_FILE)
MONO = Face(_SANS_FILE, half_width=True)
"""Latin letters and digits of equal width: for number and key."""


def characters(text: str) -> list[str]:
    """The characters, each with its variation selector."""
    return _CHARACTER.findall(text)
