"""Comparing a certificate with the contract in its reader's records, which replaces a comparison by eye."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from models.texts import kanji_forms, normalization


class ComparisonDifference(StrEnum):
    """How far what is expected and what the certificate says are apart."""

    NONE = "NONE"
    NOTATION = "NOTATION"
    KANJI_FORM = "KANJI_FORM"
    CONTENT = "CONTENT"


ExpectedContract = Mapping[str, Any]
"""The contract in the reader's own records: values by the names of comparisons; sums are in yen."""


class FieldComparison(NamedTuple):
    """One value of ExpectedContract against the certificate; sums are in yen."""

    comparison: "Comparison"
    expected: Any
    actual: Any
    difference: ComparisonDifference

    @property
    def matches(self) -> bool:
        """Whether an official would consider them the same.

        Not for another form of a kanji: 高橋 and 髙橋 may be two people, which a person has to decide.
        """
        return self.difference in {ComparisonDifference.NONE, ComparisonDifference.NOTATION}


class _Readings(NamedTuple):
    """A text without differences of notation, and also without those of kanji forms."""

    normal: str
    folded: str


def of_texts(normalise: Callable[[str], str]) -> "Rule":
    """Compares texts; `normalise` removes differences of notation."""

    def difference(expected: str, actual: str) -> ComparisonDifference:
        if expected == actual:
            return ComparisonDifference.NONE
        one, other = _readings(expected, normalise), _readings(actual, normalise)
        if one.normal == other.normal:
            return ComparisonDifference.NOTATION
        if one.folded == other.folded:
            return ComparisonDifference.KANJI_FORM
        return ComparisonDifference.CONTENT

    return difference


@lru_cache(maxsize=512)
def _readings(text: str, normalise: Callable[[str], str]) -> _Readings:
    """Cached, because one operation may compare the same text with a hundred certificates."""
    normal = normalise(text)
    return _Readings(normal, kanji_forms.fold(normal))


def exactly(expected: object, actual: object) -> ComparisonDifference:
    """Compares values that are equal or not."""
    return ComparisonDifference.NONE if expected == actual else ComparisonDifference.CONTENT


def at_least(least: int, actual: int) -> ComparisonDifference:
    """Compares a sum with its required minimum."""
    return ComparisonDifference.NONE if least <= actual else ComparisonDifference.CONTENT


Rule = Callable[[Any, Any], ComparisonDifference]
LONGEST_TEXT = 250
"""Twice the length on a certificate: half-width が is two characters, as is a kanji with its selector."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How one field of a certificate is compared with the expected value.

    `name` is that of the expected value, `description` its documentation, `suffix` follows the value in words.
    """

    name: str
    description: str
    rule: Rule
    suffix: str = ""

    @classmethod
    def of_type(cls, type_: type, *, name: str, label: str) -> "Comparison":
        """The default comparison of each type."""
        if type_ is str:
            return cls(
                name=name,
                description=f"{label}, up to {LONGEST_TEXT} characters.",
                rule=of_texts(normalization.normalise),
            )
        return cls(name=name, description=f"{label}, exactly.", rule=exactly)
