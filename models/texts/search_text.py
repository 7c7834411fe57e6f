"""Searching for typed text: in any width, case and form of kanji, with or without spaces."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping

from models.texts import kanji_forms
from models.texts.normalization import LOOK_ALIKES

_ONE_MARK = str.maketrans({mark: standard for standard, marks in LOOK_ALIKES.items() for mark in marks})
_BETWEEN = "[\\s\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
"""Permitted between two characters: spaces, and variation selectors."""


def pattern(text: str) -> str:
    """A regular expression of PostgreSQL that finds the text in NFKC-normalised text, in any case.

    It has as many parts as the text has characters, and no alternatives between them: no text makes it slow.
    """
    return _BETWEEN.join(_FORMS.get(character) or _literal(character) for character in _plain(text))


def fold(text: str) -> str:
    """The text without what searching ignores: two texts that each find the whole other have the same fold."""
    return _plain(text).translate(_ONE_MARK).lower()


def _plain(text: str) -> str:
    return kanji_forms.fold("".join(unicodedata.normalize("NFKC", text).split()))


def _literal(character: str) -> str:
    return f"\\{character}" if character.isascii() and not character.isalnum() else character


def _forms() -> Mapping[str, str]:
    """The pattern of every notation of a character, by character."""
    written: defaultdict[str, str] = defaultdict(str)
    for form, common in kanji_forms.FORMS.items():
        written[common] += form
    kanji = {common: f"[{common}{forms}]" for common, forms in written.items()}
    alike = [f"{standard}{marks}" for standard, marks in LOOK_ALIKES.items()]
    return kanji | {mark: f"[{re.escape(marks)}]" for marks in alike for mark in marks}


_FORMS = _forms()
