"""Reads the charset of Compact Font Format tables (Adobe Technical Note 5176): the CID of each glyph.

A PDF identifies the glyphs of a CID-keyed font by CID, HarfBuzz by index; the charset maps one to the other.
"""

import mmap
from array import array
from pathlib import Path

_CHARSET = 15
_ESCAPE = 12


def charset_of(path: Path, glyphs: int) -> "array[int]":
    """The CID of each glyph of an OpenType file, by glyph index. Raises ValueError for a font without its own charset.

    Only the necessary pages of the file are read: the whole table would take 5 MB of memory for each font.
    """
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
        memoryview(mapped) as font,
        font[_offset(font, b"CFF ") :] as table,
    ):
        return charset(table, glyphs)


def _offset(font: memoryview, tag: bytes) -> int:
    """The offset of a table, from the font's table directory. Raises ValueError."""
    for at in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16):
        if bytes(font[at : at + 4]) == tag:
            return int.from_bytes(font[at + 8 : at + 12], "big")
    msg = f"The font has no table {tag!r}"
    raise ValueError(msg)


def charset(table: memoryview, glyphs: int) -> "array[int]":
    """The same from the table itself."""
    names = table[2]
    top_dicts = _end_of_index(table, names)
    count = int.from_bytes(table[top_dicts : top_dicts + 2], "big")
    size = table[top_dicts + 2]
    first = top_dicts + 3 + size * (count + 1)
    length = int.from_bytes(table[top_dicts + 3 + size : top_dicts + 3 + 2 * size], "big") - 1
    return _cids(table, _charset_offset(table[first : first + length]), glyphs)


def _end_of_index(table: memoryview, start: int) -> int:
    count = int.from_bytes(table[start : start + 2], "big")
    if not count:
        return start + 2
    size = table[start + 2]
    data = start + 3 + size * (count + 1)
    return data - 1 + int.from_bytes(table[data - size : data], "big")


def _charset_offset(top_dict: memoryview) -> int:
    """The offset of the charset: the operand before operator 15. Raises ValueError for a predefined charset."""
    at, operand = 0, 0
    while at < len(top_dict):
        byte = top_dict[at]
        if byte == _CHARSET:
            return operand
        operand, at = _operand(top_dict, at) if byte > 27 else (0, at + 1 + (byte == _ESCAPE))  # noqa: PLR2004 -- 0 to 27 are operators
    raise ValueError("The font has no charset of its own")


def _operand(data: memoryview, at: int) -> tuple[int, int]:
    """The number at an offset, and the offset after it; real numbers are skipped as 0."""
    match data[at]:
        case 28:
            return int.from_bytes(data[at + 1 : at + 3], "big", signed=True), at + 3
        case 29:
            return int.from_bytes(data[at + 1 : at + 5], "big", signed=True), at + 5
        case 30:
            at += 1
            while data[at] & 0x0F != 0x0F and data[at] >> 4 != 0x0F:  # noqa: PLR2004 -- the note's own limits
                at += 1
            return 0, at + 1
        case first if first <= 246:  # noqa: PLR2004 -- the note's own limits
            return first - 139, at + 1
        case first if first <= 250:  # noqa: PLR2004
            return (first - 247) * 256 + data[at + 1] + 108, at + 2
        case first:
            return -(first - 251) * 256 - data[at + 1] - 108, at + 2


def _cids(table: memoryview, at: int, glyphs: int) -> "array[int]":
    cids = array("H", [0])
    kind, at = table[at], at + 1
    left = kind  # format 0 lists single CIDs; 1 and 2 ranges, with as many bytes for what is left of each
    while len(cids) < glyphs:
        cid = int.from_bytes(table[at : at + 2], "big")
        more = int.from_bytes(table[at + 2 : at + 2 + left], "big")
        cids.extend(range(cid, cid + more + 1))
        at += 2 + left
    return cids
