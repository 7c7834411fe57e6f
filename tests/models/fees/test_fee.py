"""Fees from rate tables: computed by hand for a few amounts, and for generated amounts and periods."""

import datetime
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import GuaranteeKind
from models.fees.fee import FeeLine, FeeTable
from sample.sample_rates import RATES

PAGE = Path(__file__).parents[3] / "docs" / "fees.md"
FIRST, LAST = datetime.date(2026, 11, 10), datetime.date(2027, 8, 31)
LARGEST = 999_999_999_999
AMOUNTS = st.integers(1, LARGEST) | st.integers(1, 20_000_000)
DAYS = st.dates(datetime.date(1989, 1, 8), datetime.date(2099, 12, 31))


def table(**columns: Any) -> FeeTable:
    """Three parts, for the whole period, without minimum and rounding by default."""
    sound: dict[str, Any] = {
        "thresholds": [5_000_000, 30_000_000], "rates_ppm": [4_000, 3_200, 2_400], "is_annual": False,
        "minimum_fee": 0, "rounding_unit": 1, "is_sample": False,
    }  # fmt: skip
    return FeeTable(**sound | columns)


@st.composite
def tables(draw: st.DrawFn) -> FeeTable:
    """Every table that the database accepts."""
    thresholds = sorted(draw(st.sets(st.integers(1, LARGEST), max_size=5)))
    count = len(thresholds) + 1
    return table(
        thresholds=thresholds,
        rates_ppm=draw(st.lists(st.integers(0, 100_000), min_size=count, max_size=count)),
        is_annual=draw(st.booleans()),
        minimum_fee=draw(st.integers(0, 100_000)),
        rounding_unit=draw(st.sampled_from([1, 10, 100, 1_000])),
        is_sample=draw(st.booleans()),
    )


def lines(of: FeeTable, amount: int, first: datetime.date = FIRST, last: datetime.date = LAST) -> list[FeeLine]:
    return of.lines(amount, period_from=first, period_to=last)


def fee(of: FeeTable, amount: int, first: datetime.date = FIRST, last: datetime.date = LAST) -> int:
    return sum(line.amount for line in lines(of, amount, first, last))


def sample(kind: GuaranteeKind) -> FeeTable:
    return table(kind=kind, **RATES[kind], is_sample=True)


def test_the_amount_is_charged_by_parts() -> None:
    assert lines(table(), 40_000_000) == [
        ("5,000,000円以下の部分　5,000,000円×0.4％", 20_000),
        ("5,000,000円を超え30,000,000円以下の部分　25,000,000円×0.32％", 80_000),
        ("30,000,000円を超える部分　10,000,000円×0.24％", 24_000),
    ]


@pytest.mark.parametrize(
    ("amount", "parts"), [(1, 1), (5_000_000, 1), (5_000_001, 2), (30_000_000, 2), (30_000_001, 3)]
)
def test_a_threshold_belongs_to_the_part_below(amount: int, parts: int) -> None:
    assert len(lines(table(), amount)) == parts


def test_annual_rates_are_charged_by_the_day_both_days_included() -> None:
    annual = table(thresholds=[], rates_ppm=[5_000], is_annual=True)
    assert lines(annual, 5_000_000) == [("保証金額　5,000,000円×年0.5％×295日／365日", 20_205)]
    assert lines(annual, 73_000_000, FIRST, FIRST) == [("保証金額　73,000,000円×年0.5％×1日／365日", 1_000)]
    leap = datetime.date(2028, 1, 1), datetime.date(2028, 12, 31)
    assert fee(annual, 73_000_000, *leap) == 366_000


def test_what_is_rounded_off_and_what_is_added_are_lines_of_their_own() -> None:
    one = {"thresholds": [], "rates_ppm": [650], "rounding_unit": 100, "minimum_fee": 1_000}
    assert lines(table(**one), 10_260_000) == [("保証金額　10,260,000円×0.065％", 6_669), ("100円未満切捨て", -69)]
    assert lines(table(**one), 1_000_000) == [
        ("保証金額　1,000,000円×0.065％", 650), ("100円未満切捨て", -50), ("最低保証料1,000円との差額", 400),
    ]  # fmt: skip
    assert lines(table(**one), 2_000_000) == [("保証金額　2,000,000円×0.065％", 1_300)]


def test_every_line_of_sample_rates_says_so() -> None:
    for kind in GuaranteeKind:
        for amount in (1, 10_260_001, LARGEST):
            assert all(line.description.startswith("【見本料率】") for line in lines(sample(kind), amount))


@pytest.mark.parametrize(
    ("kind", "smallest", "largest"),
    [
        (GuaranteeKind.ADVANCE_PAYMENT, 2_000, 1_800_087_990),
        (GuaranteeKind.INTERMEDIATE_ADVANCE_PAYMENT, 1_000, 649_999_990),
        (GuaranteeKind.PERFORMANCE, 2_000, 3_232_884_790),
    ],
)
def test_the_smallest_and_the_largest_amount(kind: GuaranteeKind, smallest: int, largest: int) -> None:
    assert (fee(sample(kind), 1), fee(sample(kind), LARGEST)) == (smallest, largest)


def examples() -> list[list[str]]:
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines() if re.match(r"\| `[A-Z_]+` ", line)]
    assert len(rows) == 6
    return rows


@pytest.mark.parametrize("example", examples(), ids=lambda example: " ".join(example[:2]))
def test_the_examples_of_the_page_are_right(example: list[str]) -> None:
    kind, amount, first, last, told, total = example
    days = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    found = lines(sample(GuaranteeKind(kind.strip("`"))), int(amount.replace(",", "")), *days)
    said = [re.split(r" = |minimum |rounding ", line)[-1] for line in told.split("; ")]
    assert [line.amount for line in found] == [int(each.replace(",", "").replace("−", "-")) for each in said]
    assert sum(line.amount for line in found) == int(total.replace(",", ""))


@given(tables(), AMOUNTS, DAYS, DAYS)
def test_the_fee_is_a_multiple_of_the_unit_or_the_minimum_and_every_part_is_charged(
    of: FeeTable, amount: int, first: datetime.date, second: datetime.date
) -> None:
    found = lines(of, amount, min(first, second), max(first, second))
    total = sum(line.amount for line in found)
    assert total % of.rounding_unit == 0 or total == of.minimum_fee
    assert total >= of.minimum_fee
    assert len({line.description for line in found}) == len(found)
    assert all(type(line.amount) is int for line in found)
    reached = 1 + len([threshold for threshold in of.thresholds if amount > threshold])
    assert reached <= len(found) <= reached + 2
    parts = [int(line.description.split("　")[1].split("円")[0].replace(",", "")) for line in found[:reached]]
    assert sum(parts) == amount


@given(tables(), AMOUNTS, AMOUNTS, DAYS, DAYS)
def test_more_never_costs_less(of: FeeTable, one: int, other: int, first: datetime.date, second: datetime.date) -> None:
    period = min(first, second), max(first, second)
    assert fee(of, min(one, other), *period) <= fee(of, max(one, other), *period)


@given(tables(), AMOUNTS, st.tuples(DAYS, DAYS, DAYS))
def test_longer_never_costs_less_and_counts_only_for_annual_rates(
    of: FeeTable, amount: int, days: tuple[datetime.date, ...]
) -> None:
    first, shorter, longer = sorted(days)
    fees = fee(of, amount, first, shorter), fee(of, amount, first, longer)
    assert fees[0] <= fees[1]
    assert of.is_annual or fees[0] == fees[1]


@given(tables(), AMOUNTS, DAYS, DAYS)
def test_rounding_takes_less_than_a_yen_a_part_and_a_unit(
    of: FeeTable, amount: int, first: datetime.date, second: datetime.date
) -> None:
    period = min(first, second), max(first, second)
    years = Fraction((period[1] - period[0]).days + 1, 365) if of.is_annual else 1
    exact = sum(
        max(0, min(amount, upper) - lower) * Fraction(rate, 1_000_000) * years
        for lower, upper, rate in zip([0, *of.thresholds], [*of.thresholds, LARGEST + 1], of.rates_ppm, strict=True)
    )
    found = fee(of, amount, *period)
    assert exact - len(of.rates_ppm) - of.rounding_unit < found <= max(exact, of.minimum_fee)
