"""Certificates against expected values: which differences are reported, and that none is missed."""

import datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models import Certificate
from models.comparison import ComparisonDifference, FieldComparison
from models.texts.kanji_forms import fold
from models.texts.normalization import normalise_name

DAY = datetime.date(2026, 11, 1)
CERTIFIED: dict[str, Any] = {
    "principal_name": "見本建設株式会社",
    "obligee_title": "栃木県知事",
    "project_name": "髙沢川ガードレール設置工事",
    "contract_price": 50_000_000,
    "amount": 20_000_000,
    "contract_date": DAY,
    "period_to": datetime.date(2027, 8, 31),
}
NAMES = st.text("株有式会社高髙崎﨑斉齊斎齋沢澤(㈱)ガｶﾞー- 　1１", max_size=8) | st.text(max_size=8)
NONE, NOTATION, KANJI_FORM, CONTENT = ComparisonDifference


def certificate(**other: Any) -> Certificate:
    return Certificate(**CERTIFIED | other)


def one(field: str, expected: Any, **other: Any) -> FieldComparison:
    (found,) = certificate(**other).compare({field: expected})
    assert (found.comparison.name, found.expected) == (field, expected)
    return found


def of_names(expected: str, actual: str) -> FieldComparison:
    return one("principal_name", expected, principal_name=actual)


@pytest.mark.parametrize(
    ("field", "expected", "difference"),
    [
        ("principal_name", "見本建設株式会社", NONE),
        ("principal_name", "見本建設　㈱", NOTATION),
        ("principal_name", "見本建設（株）", NOTATION),
        ("principal_name", "見本建設株式會社", KANJI_FORM),
        ("principal_name", "見本建設", CONTENT),
        ("principal_name", "見本建設有限会社", CONTENT),
        ("principal_name", "株式会社見本建設", CONTENT),
        ("principal_name", "㈱見本建設", CONTENT),
        ("principal_name", "　", CONTENT),
        ("obligee_title", "栃木県 知事", NOTATION),
        ("obligee_title", "栃木縣知事", KANJI_FORM),
        ("obligee_title", "群馬県知事", CONTENT),
        ("project_name", "髙沢川ｶﾞｰﾄﾞﾚｰﾙ設置工事", NOTATION),
        ("project_name", "高沢川ガードレール設置工事", KANJI_FORM),
        ("project_name", "髙澤川ｶﾞ-ﾄﾞﾚ-ﾙ設置工事", KANJI_FORM),
        ("project_name", "髙沢川ガードレール撤去工事", CONTENT),
        ("contract_price", 50_000_000, NONE),
        ("contract_price", 50_000_001, CONTENT),
        ("minimum_amount", 19_999_999, NONE),
        ("minimum_amount", 20_000_000, NONE),
        ("minimum_amount", 20_000_001, CONTENT),
        ("contract_date", DAY, NONE),
        ("contract_date", datetime.date(2025, 11, 1), CONTENT),
        ("period_to", datetime.date(2027, 8, 31), NONE),
        ("period_to", datetime.date(2027, 9, 1), CONTENT),
    ],
)
def test_differences(field: str, expected: Any, difference: ComparisonDifference) -> None:
    found = one(field, expected)
    assert found.difference is difference
    assert found.actual == CERTIFIED["amount" if field == "minimum_amount" else field]
    assert found.matches is (difference in {NONE, NOTATION})


def test_only_what_is_given_is_compared_in_a_fixed_order() -> None:
    expected = {"period_to": DAY, "minimum_amount": 1, "principal_name": "乙", "obligee_title": None}
    assert [found.comparison.name for found in certificate().compare(expected)] == [
        "principal_name",
        "minimum_amount",
        "period_to",
    ]
    assert certificate().compare({}) == []


@given(NAMES, NAMES)
def test_which_of_two_names_is_expected_makes_no_difference(name: str, other: str) -> None:
    assert of_names(name, other).difference is of_names(other, name).difference


@given(NAMES)
def test_what_is_normalised_differs_in_notation_only(name: str) -> None:
    assert of_names(name, name).difference is NONE
    assert of_names(normalise_name(name), name).matches


@given(st.lists(st.text("見本建設工業土木甲乙丙丁", min_size=1, max_size=6), min_size=2, max_size=2, unique=True))
def test_different_names_are_never_the_same(names: list[str]) -> None:
    assert of_names(*names).difference is CONTENT


@given(NAMES, st.text(st.characters(categories=["Lo", "Nd"]), min_size=1, max_size=2))
def test_what_is_added_is_noticed(name: str, more: str) -> None:
    assume(normalise_name(more))
    assert not of_names(name + more, name).matches


@given(NAMES, NAMES)
def test_forms_of_kanji_are_never_taken_for_the_same(name: str, other: str) -> None:
    found = of_names(name, other)
    if found.difference is KANJI_FORM:
        assert not found.matches
        assert normalise_name(name) != normalise_name(other)
        assert fold(normalise_name(name)) == fold(normalise_name(other))
