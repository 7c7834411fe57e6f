"""Numbers and keys as people hand them on: typed, pasted, read from a scan. Only what they consist of is left."""

import re
import unicodedata

from security.character_tables import BLANK_LETTERS, HYPHENS, VARIATION_SELECTORS

_DASHES = f"{HYPHENS}⸺⸻⁃➖゠〜˗"
"""Where only a hyphen can be meant, more characters stand for it than in a text."""
_TABLE = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys(BLANK_LETTERS)) | dict.fromkeys(VARIATION_SELECTORS)
_UNSEEN = frozenset({"Cf", "Zl", "Zp", "Zs"})
"""Formats (zero width, direction, soft hyphens, byte-order marks), separators, spaces."""
_BLANKS = re.compile(r"[ \t\n\v\f\r]+")


def plain(text: str) -> str:
    """In ASCII's width, without spaces and what is not seen, with hyphens for dashes. Other controls stay."""
    if not text.isascii():
        wide = unicodedata.normalize("NFKC", text).translate(_TABLE)
        text = "".join(each for each in wide if unicodedata.category(each) not in _UNSEEN)
    return _BLANKS.sub("", text)
