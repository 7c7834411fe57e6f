"""Formats amounts, dates and periods for documents and pages; without borb."""

import datetime

from pdf.documents import era_dates

Value = str | int | datetime.date | tuple[datetime.date, datetime.date]
"""A text, an amount in yen, a date, or the first and last day of a period."""


def format_value(value: Value) -> str:
    """A text as it is, 20,000,000円, 令和8年3月31日, or 令和7年11月21日から令和8年3月31日まで."""
    match value:
        case str():
            return value
        case int():
            return format_yen(value)
        case (first, last):
            return f"{era_dates.format_date(first)}から{era_dates.format_date(last)}まで"
        case _:
            return era_dates.format_date(value)


def format_yen(amount: int) -> str:
    """20,000,000円; negative amounts in accounting style, △12,000円."""
    return f"{amount:,}円" if amount >= 0 else f"△{-amount:,}円"
