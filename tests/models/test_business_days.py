"""Business days: weekends, national holidays with their substitutes, and the days around New Year."""

import datetime

import pytest

from models.applying import business_days

DAYS_OFF = [
    # Golden Week of 2026: 3 May is a Sunday, so that the 6th is a substitute holiday (振替休日).
    *("2026-04-29", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05", "2026-05-06"),
    # 21 September is 敬老の日, the 23rd 秋分の日, and the day between them 国民の休日.
    *("2026-09-21", "2026-09-22", "2026-09-23"),
    # The end of a year, which no law of holidays names but for 1 January.
    *("2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02", "2027-01-03"),
    # 成人の日, 建国記念の日, 天皇誕生日, 春分の日 (a Sunday) with its substitute, 昭和の日.
    *("2027-01-11", "2027-02-11", "2027-02-23", "2027-03-21", "2027-03-22", "2027-04-29"),
    # 海の日, 山の日, スポーツの日, 文化の日, 勤労感謝の日.
    *("2027-07-19", "2027-08-11", "2027-10-11", "2027-11-03", "2027-11-23"),
    # A year whose days of spring and autumn the Cabinet Office has not announced yet.
    *("2031-03-21", "2031-09-23"),
    *("2026-11-21", "2026-11-22"),
]
WORKED = ["2026-05-01", "2026-05-07", "2026-09-24", "2026-12-28", "2027-01-04", "2026-11-20", "2026-12-23"]


@pytest.mark.parametrize("day", DAYS_OFF)
def test_nobody_works_on_days_off(day: str) -> None:
    assert not business_days.is_business_day(datetime.date.fromisoformat(day))


@pytest.mark.parametrize("day", WORKED)
def test_on_other_days_sureties_work(day: str) -> None:
    assert business_days.is_business_day(datetime.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-20", 1, "2026-11-19"),
        ("2026-11-24", 1, "2026-11-20"),  # over a weekend, and 勤労感謝の日 on Monday
        ("2026-05-07", 1, "2026-05-01"),  # over Golden Week
        ("2026-09-25", 3, "2026-09-17"),
        ("2027-01-06", 3, "2026-12-28"),  # over New Year
        ("2026-11-22", 2, "2026-11-19"),  # counted from a Sunday
        ("2026-11-20", 30, "2026-10-07"),
    ],
)
def test_days_are_counted_back_over_days_off(day: str, count: int, expected: str) -> None:
    found = business_days.before(datetime.date.fromisoformat(day), count)
    assert found == datetime.date.fromisoformat(expected)
