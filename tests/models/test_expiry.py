"""Domain rule 14, from both sides of every bound."""

import datetime

import pytest

from models import expiry
from models.applying.contract import Contract
from models.enums import ContractType
from sample.sample_register import SampleRegister

END, TODAY = datetime.date(2027, 8, 31), datetime.date(2026, 11, 20)
DAY = datetime.timedelta(days=1)


def problem(
    day: datetime.date, *, end: datetime.date = END, today: datetime.date = TODAY, services: bool = False
) -> tuple[str, str] | None:
    contract = Contract(period_to=end, contract_type=ContractType.SERVICES if services else ContractType.WORKS)
    found = expiry.problem(day, contract=contract, today=today)
    assert found is None or found.path == ("expiryDate",)
    return found and (found.code, found.message)


@pytest.mark.parametrize("day", [END, END + DAY, datetime.date(2037, 8, 31)])
def test_from_the_periods_end_to_ten_years_after_it(register: SampleRegister, day: datetime.date) -> None:
    assert problem(day) is None


def test_not_before_the_periods_end(register: SampleRegister) -> None:
    message = "保証期限は、{}の終期（2027年8月31日）以後の日としてください。"
    assert problem(END - DAY) == ("BEFORE_PERIOD_END", message.format("工期"))
    assert problem(END - DAY, services=True) == ("BEFORE_PERIOD_END", message.format("履行期間"))


@pytest.mark.parametrize("day", [datetime.date(2037, 9, 1), datetime.date(2999, 12, 31)])
def test_not_later_than_ten_years_after_it(register: SampleRegister, day: datetime.date) -> None:
    message = "保証期限は、工期の終期から10年以内（2037年8月31日まで）の日としてください。"
    assert problem(day) == ("TOO_LATE", message)


def test_ten_years_after_a_leap_day_end_in_february(register: SampleRegister) -> None:
    leap = datetime.date(2028, 2, 29)
    assert problem(datetime.date(2038, 2, 28), end=leap) is None
    assert problem(datetime.date(2038, 3, 1), end=leap) is not None


def test_of_a_period_that_is_over_it_is_not_in_the_past(register: SampleRegister) -> None:
    over = TODAY - 3 * DAY
    assert problem(TODAY, end=over) is None
    assert problem(TODAY - DAY, end=over) == ("IN_THE_PAST", "保証期限は、本日以後の日としてください。")
