"""Dates in the era calendar, as on official documents: 令和8年3月31日."""

import datetime

_ERAS = (
    (datetime.date(2019, 5, 1), "令和"),
    (datetime.date(1989, 1, 8), "平成"),
    (datetime.date(1926, 12, 25), "昭和"),
    (datetime.date(1912, 7, 30), "大正"),
    (datetime.date(1873, 1, 1), "明治"),
)
"""First days of the eras; 明治 from the day on which Japan adopted the Gregorian calendar (明治6年)."""
_FIRST_YEARS = {"令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868}


def format_date(date: datetime.date) -> str:
    """The date in its era, the first year as 元年. Raises ValueError before 1873."""
    year, month = _year(date), date.month
    return f"{year}{month}月{date.day}日"


def format_month(date: datetime.date) -> str:
    """The month in the era of its given day: 令和元年5月分 is written from 2019-05-01."""
    return f"{_year(date)}{date.month}月"


def _year(date: datetime.date) -> str:
    for first, era in _ERAS:
        if date >= first:
            count = date.year - _FIRST_YEARS[era] + 1
            return f"{era}{'元' if count == 1 else count}年"
    raise ValueError(f"{date} is before Japan adopted the Gregorian calendar")
