import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from models.enums import GuaranteeKind
from models.fees.fee import FeeLine
from models.fees.fee_statement import Charge, FeeStatement
from models.guarantee import FeePaymentMethod, Guarantee
from sample.sample_register import SampleRegister

FIRST, LAST = datetime.date(2026, 11, 10), datetime.date(2027, 8, 31)
DAY = datetime.date(2026, 11, 30)
ACCOUNT = "○○銀行　本店　普通　1234567　ミホン"
COPIED = {
    "principal_name": "○○建設 株式会社", "joint_venture_name": None, "obligee_title": "栃木県知事",
    "project_name": "●●●●工事", "contract_type": "WORKS", "surety_name": "見本建設業保証株式会社",
    "surety_address": "東京都", "surety_representative": "社長", "handling_branch_name": "栃木支店",
    "handling_branch_telephone": "028-000-0000", "handling_branch_fax": None, "bill_to": "○○商事 株式会社",
    "bill_to_department": "経理部", "bill_to_address": "東京都千代田区", "paper_delivery": None,
}  # fmt: skip
LINES = (FeeLine("5,000,000円以下の部分", 20_000), FeeLine("5,000,000円を超え30,000,000円以下の部分", 48_000))


def guarantee(**changes: Any) -> Guarantee:
    """An advance-payment guarantee of ¥20,000,000 that has been issued."""
    columns: dict[str, Any] = {
        "id": UUID(int=1), "surety_id": UUID(int=2), "contractor_id": UUID(int=3),
        "kind": GuaranteeKind.ADVANCE_PAYMENT, "amount": 20_000_000,
        "expiry_date": LAST, "number": "31073-00001M",
        "fee_payment_method": FeePaymentMethod.MONTHLY_CONSOLIDATED, "paper_fee_statement": True,
    }  # fmt: skip
    return Guarantee(**columns | changes)


def charge(lines: Sequence[FeeLine] = LINES, **changes: Any) -> Charge:
    """Its fee on 30 November."""
    sound: dict[str, Any] = {
        "day": DAY, "period_from": FIRST, "lines": lines, "is_sample": False, "copied": COPIED,
        "branch_code": "310", "due_days": 14, "account": ACCOUNT,
    }  # fmt: skip
    return Charge(**sound | changes)


def single() -> Guarantee:
    """One that is paid separately and not issued yet."""
    return guarantee(number=None, fee_payment_method=FeePaymentMethod.SINGLE)


def said(statement: FeeStatement, columns: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(statement, name) for name in columns}


def test_a_statement_says_what_was_charged(register: SampleRegister) -> None:
    statement = FeeStatement.of(guarantee(), charge())
    columns = {
        "surety_id": UUID(int=2), "guarantee_id": UUID(int=1), "sequence": 1, "number": "31073-00001M-1",
        "guarantee_number": "31073-00001M", "issued_on": DAY, "kind": "ADVANCE_PAYMENT", "amount": 20_000_000,
        "period_from": FIRST, "period_to": LAST, "fee": 68_000, "earlier_charges": 0, "due": 68_000,
        "tax_exempt": True, "is_sample": False, "method": "MONTHLY_CONSOLIDATED",
        "billing_month": datetime.date(2026, 11, 1), "paper_requested": True,
        "due_on": None, "fee_account": None,
    } | COPIED  # fmt: skip
    assert said(statement, columns) == columns
    assert statement.lines == [line._asdict() for line in LINES]


def test_a_request_has_a_number_of_its_own_a_day_and_an_account(register: SampleRegister) -> None:
    statement = FeeStatement.of(single(), charge(), request_serial=7)
    columns = {
        "number": "310-2026-000007", "guarantee_number": None, "sequence": 1, "method": "SINGLE", "due": 68_000,
        "billing_month": None, "due_on": datetime.date(2026, 12, 14), "fee_account": ACCOUNT,
    }  # fmt: skip
    assert said(statement, columns) == columns


@pytest.mark.parametrize(
    ("day", "number"), [(datetime.date(2027, 3, 31), "310-2026-000007"), (datetime.date(2027, 4, 1), "310-2027-000007")]
)
def test_requests_are_numbered_by_fiscal_year(register: SampleRegister, day: datetime.date, number: str) -> None:
    assert FeeStatement.of(single(), charge(day=day), request_serial=7).number == number


@pytest.mark.parametrize(("fee", "due"), [(84_000, 16_000), (52_000, -16_000)])
def test_a_later_statement_charges_or_pays_back_the_difference(register: SampleRegister, fee: int, due: int) -> None:
    first = FeeStatement.of(guarantee(), charge())
    second = FeeStatement.of(guarantee(), charge([FeeLine("全部", fee)]), earlier=first)
    assert (second.number, second.sequence) == ("31073-00001M-2", 2)
    assert (second.fee, second.earlier_charges, second.due) == (fee, 68_000, due)
    third = FeeStatement.of(guarantee(), charge(), earlier=second)
    assert (third.fee, third.earlier_charges, third.due) == (68_000, fee, -due)


def test_what_is_withdrawn_after_the_payment_costs_nothing(register: SampleRegister) -> None:
    paid = FeeStatement.of(single(), charge(), request_serial=7)
    paid_back = paid.paid_back(number="310-2026-000008", on=datetime.date(2026, 12, 3))
    columns = {
        "number": "310-2026-000008", "guarantee_number": None, "sequence": 2, "fee": 0, "earlier_charges": 68_000,
        "due": -68_000, "due_on": None, "fee_account": None, "issued_on": datetime.date(2026, 12, 3),
        "guarantee_id": UUID(int=1), "method": "SINGLE", "paper_requested": True,
    } | COPIED  # fmt: skip
    assert said(paid_back, columns) == columns
    assert [line["amount"] for line in paid_back.lines] == [0]
    assert paid_back.id != paid.id
