"""Dates in the era calendar."""

import datetime

import pytest

from pdf.documents import era_dates


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-03-31", "令和8年3月31日"),
        ("2019-12-31", "令和元年12月31日"),
        ("2019-05-01", "令和元年5月1日"),
        ("2019-04-30", "平成31年4月30日"),
        ("1989-01-08", "平成元年1月8日"),
        ("1989-01-07", "昭和64年1月7日"),
        ("1926-12-25", "昭和元年12月25日"),
        ("1926-12-24", "大正15年12月24日"),
        ("1912-07-30", "大正元年7月30日"),
        ("1912-07-29", "明治45年7月29日"),
        ("1873-01-01", "明治6年1月1日"),
    ],
)
def test_days_belong_to_their_era(date: str, words: str) -> None:
    assert era_dates.format_date(datetime.date.fromisoformat(date)) == words


def test_months_belong_to_the_era_of_their_day() -> None:
    assert era_dates.format_month(datetime.date(2019, 4, 30)) == "平成31年4月"
    assert era_dates.format_month(datetime.date(2019, 5, 1)) == "令和元年5月"


def test_days_before_the_calendar_are_refused() -> None:
    with pytest.raises(ValueError, match="Gregorian"):
        era_dates.format_date(datetime.date(1872, 12, 31))
