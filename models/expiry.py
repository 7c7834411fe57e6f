"""The expiry date (保証期限) of an approved guarantee (domain rule 14)."""

import datetime

from models.applying.contract import Contract
from models.enums import ContractType
from models.errors import Problem

MOST_YEARS = 10
"""After the end of the contract's period."""
FEBRUARY = 2


def problem(expiry_date: datetime.date, *, contract: Contract, today: datetime.date) -> Problem | None:
    """The problem of the day: it has passed, or is too early or too late for the contract's period."""
    end, latest = contract.period_to, years_after(contract.period_to, MOST_YEARS)
    period = "履行期間" if contract.contract_type is ContractType.SERVICES else "工期"
    if expiry_date < end:
        message = f"保証期限は、{period}の終期（{_in_words(end)}）以後の日としてください。"
        return Problem(("expiryDate",), "BEFORE_PERIOD_END", message)
    if expiry_date > latest:
        message = f"保証期限は、{period}の終期から{MOST_YEARS}年以内（{_in_words(latest)}まで）の日としてください。"
        return Problem(("expiryDate",), "TOO_LATE", message)
    if expiry_date < today:
        return Problem(("expiryDate",), "IN_THE_PAST", "保証期限は、本日以後の日としてください。")
    return None


def years_after(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years later; for 29 February the 28th, if there is no 29th."""
    year = day.year + years
    try:
        return day.replace(year=year)
    except ValueError:
        return datetime.date(year, FEBRUARY, 28)


def _in_words(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
