"""Comparing a certificate with the contract that its reader knows, so that nobody compares by eye."""

import datetime
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


@dataclass(frozen=True)
class ExpectedContract:
    """What the reader's own records say of the contract; sums are in yen, None is not compared."""

    principal_name: str | None = None
    obligee_title: str | None = None
    project_name: str | None = None
    contract_price: int | None = None
    minimum_amount: int | None = None
    contract_date: datetime.date | None = None
    period_to: datetime.date | None = None


class FieldComparison(NamedTuple):
    """One field of ExpectedContract against the certificate; sums are in yen."""

    field: str
    expected: Any
    actual: Any
    difference: ComparisonDifference

    @property
    def matches(self) -> bool:
        """Whether an official would take them for the same.

        Not for another form of a kanji: 高橋 and 髙橋 may be two people, so a person has to decide.
        """
        return self.difference in {ComparisonDifference.NONE, ComparisonDifference.NOTATION}


class _Readings(NamedTuple):
    """A text without differences of notation, and also without those of kanji forms."""

    normal: str
    folded: str


def _of_texts(normalise: Callable[[str], str]) -> Callable[[str, str], ComparisonDifference]:
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
    """Kept, because one operation may compare the same text with a hundred certificates."""
    normal = normalise(text)
    return _Readings(normal, kanji_forms.fold(normal))


def _unless(is_met: bool) -> ComparisonDifference:  # noqa: FBT001 -- its only argument
    return ComparisonDifference.NONE if is_met else ComparisonDifference.CONTENT


Rule = Callable[[Any, Any], ComparisonDifference]
RULES: Mapping[str, tuple[str, Rule]] = {
    "principal_name": ("principal_name", _of_texts(normalization.normalise_name)),
    "obligee_title": ("obligee_title", _of_texts(normalization.normalise)),
    "project_name": ("project_name", _of_texts(normalization.normalise)),
    "contract_price": ("contract_price", lambda expected, actual: _unless(expected == actual)),
    "minimum_amount": ("amount", lambda least, actual: _unless(least <= actual)),
    "contract_date": ("contract_date", lambda expected, actual: _unless(expected == actual)),
    "period_to": ("period_to", lambda expected, actual: _unless(expected == actual)),
}
"""For each field that may be expected, in the order of answers: the certificate's column, and how they are compared."""
