"""The fonts of a document: subsets of the glyphs in use, with a mapping to Unicode."""

import hashlib
from collections.abc import Mapping

from pdf.writer.pdf_objects import Objects
from pdf.writer.typefaces import Face, FontFile, characters

_BEFORE = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    " /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def"
    " /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
)
_AFTER = "endcmap CMapName currentdict /CMap defineresource pop end end\n"
_RANGE = 100
"""The most entries of a ToUnicode section."""
_Key = tuple[FontFile, bool, str]
"""Font file, half width, character."""


class Fonts:
    """The glyphs in use, by font file. Glyphs of `base`, which are embedded already, are reused."""

    def __init__(self, prefix: str, base: "Fonts | None" = None) -> None:
        self._prefix = prefix
        self._base = base
        self.used: dict[FontFile, dict[int, str]] = {}
        self._codes: dict[_Key, tuple[str, str]] = {}

    def name(self, file: FontFile) -> str:
        """The name of a file's font among the page's resources."""
        return f"{self._prefix}{list(self.used).index(file) + 1}"

    def show(self, text: str, face: Face, size: float) -> str:
        """Operators that show a text (inside BT … ET), with changes of the font."""
        runs: list[tuple[str, list[str]]] = []
        for character in characters(text):
            name, code = self._code(character, face)
            if not runs or runs[-1][0] != name:
                runs.append((name, []))
            runs[-1][1].append(code)
        return " ".join(f"/{name} {size:g} Tf <{''.join(codes)}> Tj" for name, codes in runs)

    def _code(self, character: str, face: Face) -> tuple[str, str]:
        key = (face.file, face.half_width, character)
        known = self._codes.get(key)
        if known is None:
            known = self._codes[key] = (self._base and self._base.known(key)) or self._new_code(character, face)
        return known

    def known(self, key: _Key) -> tuple[str, str] | None:
        """The font's name and the code in hexadecimal, for a character that is in use."""
        return self._codes.get(key)

    def _new_code(self, character: str, face: Face) -> tuple[str, str]:
        glyph = face[character]
        if glyph is None:
            raise ValueError(f"{character!r} has no glyph")
        # Some characters share a glyph (〜 and ～): the first one is extracted for both.
        self.used.setdefault(face.file, {}).setdefault(glyph.cid, character)
        return self.name(face.file), f"{glyph.cid:04X}"

    def embed(self, objects: Objects, *, level: int = 6) -> Mapping[str, int]:
        """Add the fonts to the file, deflated at a level; returns their object numbers by name."""
        return {self.name(file): _embed(objects, file, used, level) for file, used in self.used.items()}


def _embed(objects: Objects, file: FontFile, used: Mapping[int, str], level: int) -> int:
    order = sorted(used)
    tag = hashlib.sha256(str(order).encode()).digest()[:6]
    name = "".join(chr(65 + byte % 26) for byte in tag) + f"+{file.name}"
    program = objects.add_stream("/Subtype/CIDFontType0C", file.subset(order), level=level)
    descriptor = objects.add(
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[-1002 -1049 2929 1809]/ItalicAngle 0"
        f"/Ascent 880/Descent -120/CapHeight 733/StemV 80/FontFile3 {program} 0 R>>"
    )
    descendant = objects.add(
        f"<</Type/Font/Subtype/CIDFontType0/BaseFont/{name}/DW 1000{_widths(file, order)}"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R>>"
    )
    unicode = objects.add_stream("", _to_unicode(used, order), level=level)
    return objects.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
        f"/ToUnicode {unicode} 0 R>>"
    )


def _widths(file: FontFile, order: list[int]) -> str:
    advances = ((cid, file.advance(cid)) for cid in order)
    narrow = " ".join(f"{cid}[{advance}]" for cid, advance in advances if advance != 1000)  # noqa: PLR2004 -- DW
    return f"/W[{narrow}]" if narrow else ""


def _to_unicode(used: Mapping[int, str], order: list[int]) -> bytes:
    entries = [f"<{cid:04X}> <{used[cid].encode('utf-16-be').hex().upper()}>" for cid in order]
    sections = [entries[at : at + _RANGE] for at in range(0, len(entries), _RANGE)]
    body = "".join(f"{len(section)} beginbfchar\n" + "\n".join(section) + "\nendbfchar\n" for section in sections)
    return f"{_BEFORE}{body}{_AFTER}".encode("ascii")
