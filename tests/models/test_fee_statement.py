import datetime
from typing import Any
from uuid import UUID

import pytest

from models.certificate import Certificate
from models.fee import FeeTable
from models.fee_statement import FeeStatement
from models.guarantee import FeePaymentMethod, Guarantee
from models.kinds import GuaranteeKind
from models.numbering import JAPAN
from resolvers.sample_data import House

FIRST, LAST = datetime.date(2026, 11, 10), datetime.date(2027, 8, 31)
RATES: dict[str, Any] = {
    "thresholds": [5_000_000, 30_000_000], "rates_ppm": [4_000, 3_200, 2_400], "is_annual": False,
    "minimum_fee": 0, "rounding_unit": 1, "is_sample": False,
}  # fmt: skip


def issued(**changes: Any) -> tuple[Guarantee, Certificate]:
    """An advance-payment guarantee of ¥20,000,000 with its certificate; `changes` are of both."""
    columns: dict[str, Any] = {
        "id": UUID(int=1), "surety_id": UUID(int=2), "kind": GuaranteeKind.ADVANCE_PAYMENT, "amount": 20_000_000,
        "expiry_date": LAST, "period_from": FIRST, "guarantee_number": "31073-00001M",
        "issued_at": datetime.datetime(2026, 11, 30, 23, 59, tzinfo=JAPAN), "bill_to": "○○建設 株式会社",
        "fee_payment_method": FeePaymentMethod.MONTHLY_CONSOLIDATED, "paper_fee_statement": True,
    } | changes  # fmt: skip
    of_guarantee, of_certificate = ({name: columns[name] for name in columns if name in model._meta.fields_map}
                                    for model in (Guarantee, Certificate))  # fmt: skip
    return Guarantee(**of_guarantee), Certificate(**of_certificate)


def test_a_statement_says_what_was_charged(register: House) -> None:
    statement = FeeStatement.of(*issued(), FeeTable(**RATES))
    said = {
        "surety_id": UUID(int=2), "guarantee_id": UUID(int=1), "sequence": 1, "number": "31073-00001M-1",
        "issued_on": datetime.date(2026, 11, 30), "kind": "ADVANCE_PAYMENT", "amount": 20_000_000,
        "period_from": FIRST, "period_to": LAST, "fee": 68_000, "earlier_charges": 0, "due": 68_000,
        "tax_exempt": True, "is_sample": False, "method": "MONTHLY_CONSOLIDATED",
        "billing_month": datetime.date(2026, 11, 1), "bill_to": "○○建設 株式会社", "paper_requested": True,
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
    table = FeeTable(**RATES)
    first = FeeStatement.of(*issued(), table)
    second = FeeStatement.of(*issued(amount=amount), table, earlier=first)
    assert (second.number, second.sequence) == ("31073-00001M-2", 2)
    assert (second.fee, second.earlier_charges, second.due) == (fee, 68_000, due)
    third = FeeStatement.of(*issued(), table, earlier=second)
    assert (third.fee, third.earlier_charges, third.due) == (68_000, fee, -due)


def test_a_fee_paid_by_itself_has_no_billing_month(register: House) -> None:
    single = issued(fee_payment_method=FeePaymentMethod.SINGLE)
    assert FeeStatement.of(*single, FeeTable(**RATES)).billing_month is None


def test_the_billing_month_is_that_of_the_day_in_japan(register: House) -> None:
    midnight = datetime.datetime(2026, 11, 30, 15, 0, tzinfo=datetime.UTC)
    statement = FeeStatement.of(*issued(issued_at=midnight), FeeTable(**RATES))
    assert (statement.issued_on, statement.billing_month) == (datetime.date(2026, 12, 1),) * 2
