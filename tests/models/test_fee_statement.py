import datetime
from typing import Any
from uuid import UUID

import pytest

from models.contract import Contract
from models.fee import FeeTable
from models.fee_statement import FeeStatement
from models.guarantee import FeePaymentMethod, Guarantee
from models.kinds import GuaranteeKind
from resolvers.sample_data import House

FIRST, LAST = datetime.date(2026, 11, 10), datetime.date(2027, 8, 31)
RATES: dict[str, Any] = {
    "thresholds": [5_000_000, 30_000_000], "rates_ppm": [4_000, 3_200, 2_400], "is_annual": False,
    "minimum_fee": 0, "rounding_unit": 1, "is_sample": False,
}  # fmt: skip


def guarantee(**changes: Any) -> Guarantee:
    columns: dict[str, Any] = {
        "id": UUID(int=1), "surety_id": UUID(int=2), "number": "31073-00001M", "kind": GuaranteeKind.ADVANCE_PAYMENT,
        "amount": 20_000_000, "expiry_date": LAST, "fee_payment_method": FeePaymentMethod.MONTHLY_CONSOLIDATED,
        "bill_to": "○○建設 株式会社", "paper_fee_statement": True,
    }  # fmt: skip
    return Guarantee(**columns | changes)


CONTRACT: dict[str, Any] = {"period_from": FIRST, "period_to": LAST}


def test_a_statement_says_what_was_charged(register: House) -> None:
    day = datetime.date(2026, 11, 20)
    statement = FeeStatement.of(guarantee(), Contract(**CONTRACT), FeeTable(**RATES), issued_on=day)
    said = {
        "surety_id": UUID(int=2), "guarantee_id": UUID(int=1), "sequence": 1, "number": "31073-00001M-1",
        "issued_on": day, "kind": "ADVANCE_PAYMENT", "amount": 20_000_000, "period_from": FIRST, "period_to": LAST,
        "fee": 68_000, "earlier_charges": 0, "due": 68_000, "tax_exempt": True, "is_sample": False,
        "method": "MONTHLY_CONSOLIDATED", "billing_month": datetime.date(2026, 11, 1),
        "bill_to": "○○建設 株式会社", "paper_requested": True,
    }  # fmt: skip
    assert {name: getattr(statement, name) for name in said} == said
    assert statement.lines == [
        {"description": "5,000,000円以下の部分　5,000,000円×0.4％", "amount": 20_000},
        {"description": "5,000,000円を超え30,000,000円以下の部分　15,000,000円×0.32％", "amount": 48_000},
    ]


@pytest.mark.parametrize(("amount", "fee", "due"), [(25_000_000, 84_000, 16_000), (15_000_000, 52_000, -16_000)])
def test_a_later_statement_charges_or_pays_back_the_difference(
    register: House, amount: int, fee: int, due: int
) -> None:
    contract, day = Contract(**CONTRACT), datetime.date(2026, 12, 1)
    first = FeeStatement.of(guarantee(), contract, FeeTable(**RATES), issued_on=day)
    second = FeeStatement.of(guarantee(amount=amount), contract, FeeTable(**RATES), issued_on=day, earlier=first)
    assert (second.number, second.sequence) == ("31073-00001M-2", 2)
    assert (second.fee, second.earlier_charges, second.due) == (fee, 68_000, due)
    third = FeeStatement.of(guarantee(), contract, FeeTable(**RATES), issued_on=day, earlier=second)
    assert (third.fee, third.earlier_charges, third.due) == (68_000, fee, -due)


def test_a_fee_paid_by_itself_has_no_billing_month(register: House) -> None:
    single = guarantee(fee_payment_method=FeePaymentMethod.SINGLE)
    assert FeeStatement.of(single, Contract(**CONTRACT), FeeTable(**RATES), issued_on=FIRST).billing_month is None
