"""Texts that somebody gives, by whatever door: kana as one character each, and nothing that hides or has no meaning.

Every door has its texts composed as they come in (`compose_kana`): the scalar String, forms, query strings, arguments
of commands. What is refused, `forbidden` says, where the text is checked as a field with a name and a limit.
"""

import re
import unicodedata

from models.texts.control_characters import CONTROLS
from security.character_tables import BLANK_LETTERS

_REFUSED = CONTROLS | {"Co", "Cn"}
"""Private and unassigned characters too: everybody sees something else in their place, or nothing."""
_BLANK = frozenset(f"{BLANK_LETTERS}\u3164\uffa0")
"""Letters, signs and marks that show nothing."""
_VISIBLE = frozenset("LNPS")
"""First letters of the categories of what shows by itself: letters, numbers, punctuation, symbols."""
_VOICED = re.compile("[\u3040-\u30ff][\u3099\u309a]")
"""A kana and the mark that makes it voiced (macOS writes file names so)."""


def compose_kana(text: str) -> str:
    """The text with every kana and its mark as one character, where there is one.

    Nothing else is composed: Unicode's NFC would replace kanji that somebody chose (compatibility ideographs).
    """
    if "\u3099" not in text and "\u309a" not in text:
        return text
    return _VOICED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def forbidden(text: str, *, allowed: str = "") -> str | None:
    """The first character that no text may have, but for the allowed ones."""
    if text.isascii() and text.isprintable():
        return None
    return next((each for each in text if _is_refused(each) and each not in allowed), None)


def is_visible(text: str) -> bool:
    """Whether anything of it shows: a text of spaces and marks is none."""
    return any(unicodedata.category(each)[0] in _VISIBLE for each in text)


def _is_refused(character: str) -> bool:
    return unicodedata.category(character) in _REFUSED or character in _BLANK
