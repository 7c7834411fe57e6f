"""Normalizes numbers and keys that people type, paste or scan."""

import re
import unicodedata

_DASHES = "‐‑‒–—―⸺⸻−ー─━⁃➖゠〜˗"
"""Characters that keyboards, word processors and mail programs produce for a hyphen, after NFKC."""
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800"
"""Blank or of zero width, although Unicode classifies them as letters, symbols or marks."""
_SELECTORS = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
_TABLE = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys(_FILLERS)) | dict.fromkeys(_SELECTORS)
_UNSEEN = frozenset({"Cf", "Zl", "Zp", "Zs"})
"""Categories: format characters (zero width, direction, soft hyphen), separators, spaces."""
_BLANKS = re.compile(r"[ \t\n\v\f\r]+")


def plain(text: str) -> str:
    """The text in half width, without spaces and invisible characters, with hyphens for dashes; controls stay."""
    if not text.isascii():
        wide = unicodedata.normalize("NFKC", text).translate(_TABLE)
        text = "".join(each for each in wide if unicodedata.category(each) not in _UNSEEN)
    return _BLANKS.sub("", text)
