"""Business days (営業日) of sureties in Japan: not weekends, national holidays, and the days around New Year."""

import datetime

import jpholiday

SATURDAY = 5
NEW_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
"""Month and day: public offices and sureties are closed from 29 December to 3 January (we decide)."""


def is_business_day(day: datetime.date) -> bool:
    """Whether sureties work on this day."""
    return day.weekday() < SATURDAY and (day.month, day.day) not in NEW_YEAR and not jpholiday.is_holiday(day)


def before(day: datetime.date, count: int) -> datetime.date:
    """The day that many business days earlier: what came on it or on a day off after it has waited so long."""
    while count:
        day -= datetime.timedelta(days=1)
        count -= is_business_day(day)
    return day
