"""Normal forms for notations of the same text: without differences of width, spaces, dashes and abbreviations."""

import re
import unicodedata
from itertools import groupby

from security.character_tables import HYPHENS

LEGAL_FORMS = {
    "株": "株式会社",
    "有": "有限会社",
    "同": "合同会社",
    "名": "合名会社",
    "資": "合資会社",
    "社": "社団法人",
    "財": "財団法人",
    "一社": "一般社団法人",
    "一財": "一般財団法人",
    "公社": "公益社団法人",
    "公財": "公益財団法人",
    "特非": "特定非営利活動法人",
    "協": "協同組合",
}
"""The abbreviations of legal forms in brackets, （株）; width normalisation makes these of ㈱ and the like."""

LOOK_ALIKES = {"-": HYPHENS, "~": "〜∼", "・": "·•"}
"""Marks that keyboards and systems interchange, by their representative."""
_ABBREVIATED = re.compile(rf"\(({'|'.join(LEGAL_FORMS)})\)")
_MARKS = str.maketrans({mark: standard for standard, marks in LOOK_ALIKES.items() for mark in marks})
_SPACES = re.compile("(?<![0-9]) | (?![0-9])")
"""Between two digits a space stays: 1 2号線 is not 12号線."""
_MEANINGFUL = frozenset({"<circle>", "<super>", "<sub>", "<fraction>"})
"""Characters that NFKC would merge although they distinguish texts: ①② is not 12, and 5² not 52."""


def normalise(text: str) -> str:
    """The text without differences of half and full width, spaces and kinds of dashes. Forms of kanji are unchanged."""
    spaced = " ".join(_compatible(text).split())
    return _compatible(_SPACES.sub("", spaced)).translate(_MARKS)


def normalise_name(name: str) -> str:
    """The same for the name of a company, its legal form written out in its place.

    The position before or after the name remains a difference: 株式会社甲 and 甲株式会社 are two trade names.
    """
    return _ABBREVIATED.sub(lambda found: LEGAL_FORMS[found[1]], normalise(name))


def _compatible(text: str) -> str:
    """NFKC, except where it would wrongly make texts equal."""
    runs = ((is_kept, "".join(run)) for is_kept, run in groupby(text, key=_is_kept))
    return "".join(run if is_kept else unicodedata.normalize("NFKC", run) for is_kept, run in runs)


def _is_kept(character: str) -> bool:
    decomposition = unicodedata.decomposition(character)
    is_kanji = unicodedata.name(character, "").startswith("CJK COMPATIBILITY IDEOGRAPH")
    return is_kanji or decomposition.partition(" ")[0] in _MEANINGFUL
