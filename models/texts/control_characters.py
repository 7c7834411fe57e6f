"""Characters that no column can store, or that hide or reorder the text beside them."""

import unicodedata

CONTROLS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of Unicode: controls, formats, lone surrogates, separators of lines and paragraphs."""
_PRIVATE = frozenset({"Co"})
"""The replacement for bytes that a Japanese encoding cannot decode."""
_WHITE = frozenset("\t\n\v\f\r\x85\u2028\u2029")


def show(text: str) -> str:
    r"""An external text in one line: white space as spaces, other such characters as their codes, like \x00."""
    return " ".join("".join(map(_shown, text)).split())


def _shown(character: str) -> str:
    if character in _WHITE:
        return " "
    if unicodedata.category(character) in CONTROLS | _PRIVATE:
        return character.encode("unicode_escape").decode("ascii")
    return character
