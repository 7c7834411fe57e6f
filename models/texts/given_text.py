"""Text inputs from all endpoints: kana as one character each, and no hidden or unassigned characters.

Every endpoint composes its texts on input (`compose_kana`): the scalar String, forms, query strings, arguments of
commands. `forbidden` decides what is refused, when the text is checked as a field with a name and a limit.
"""

import re
import unicodedata

from models.texts.control_characters import CONTROLS
from security.character_tables import BLANK_LETTERS

_REFUSED = CONTROLS | {"Co", "Cn"}
"""Private and unassigned characters too: fonts show different glyphs for them, or none."""
_BLANK = frozenset(f"{BLANK_LETTERS}\u3164\uffa0")
"""Letters, signs and marks that show nothing."""
_VISIBLE = frozenset("LNPS")
"""First letters of the categories of visible characters: letters, numbers, punctuation, symbols."""
_VOICED = re.compile("[\u3040-\u30ff][\u3099\u309a]")
"""A kana and its separate voicing mark (in file names of macOS)."""


def compose_kana(text: str) -> str:
    """The text with every kana and its mark as one character, where one exists.

    Nothing else is composed: Unicode's NFC would replace chosen forms of kanji (compatibility ideographs).
    """
    if "\u3099" not in text and "\u309a" not in text:
        return text
    return _VOICED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def forbidden(text: str, *, allowed: str = "") -> str | None:
    """The first forbidden character, except the allowed ones."""
    if text.isascii() and text.isprintable():
        return None
    return next((each for each in text if _is_refused(each) and each not in allowed), None)


def is_visible(text: str) -> bool:
    """Whether any character is visible: a text of spaces and marks is not."""
    return any(unicodedata.category(each)[0] in _VISIBLE for each in text)


def _is_refused(character: str) -> bool:
    return unicodedata.category(character) in _REFUSED or character in _BLANK
