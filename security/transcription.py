"""Numbers and keys as people hand them on: typed, pasted, read from a scan. Only what they consist of is left."""

import re
import unicodedata

_DASHES = "‐‑‒–—―⸺⸻−ー─━⁃➖゠〜˗"
"""What keyboards, word processors and mail programs give for a hyphen; full and half width become these by NFKC."""
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800"
"""Blank or without width, although Unicode counts them as letters, signs or marks."""
_SELECTORS = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
_TABLE = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys(_FILLERS)) | dict.fromkeys(_SELECTORS)
_UNSEEN = frozenset({"Cf", "Zl", "Zp", "Zs"})
"""Formats (zero width, direction, soft hyphens, byte-order marks), separators, spaces."""
_BLANKS = re.compile(r"[ \t\n\v\f\r]+")


def plain(text: str) -> str:
    """In ASCII's width, without spaces and what is not seen, with hyphens for dashes. Other controls stay."""
    if not text.isascii():
        wide = unicodedata.normalize("NFKC", text).translate(_TABLE)
        text = "".join(each for each in wide if unicodedata.category(each) not in _UNSEEN)
    return _BLANKS.sub("", text)
