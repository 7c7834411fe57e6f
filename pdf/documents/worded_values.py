"""Sums, days and periods in words, as papers and pages have them; known without borb."""

import datetime

from pdf.documents import era_dates

Value = str | int | datetime.date | tuple[datetime.date, datetime.date]
"""A text, a sum in yen, a day, or the first and last day of a period."""


def in_words(value: Value) -> str:
    """A text as it is, 20,000,000円, 令和8年3月31日, or 令和7年11月21日から令和8年3月31日まで."""
    match value:
        case str():
            return value
        case int():
            return yen(value)
        case (first, last):
            return f"{era_dates.in_words(first)}から{era_dates.in_words(last)}まで"
        case _:
            return era_dates.in_words(value)


def yen(amount: int) -> str:
    """20,000,000円; what is below zero as accounts have it, △12,000円."""
    return f"{amount:,}円" if amount >= 0 else f"△{-amount:,}円"
