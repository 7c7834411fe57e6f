"""The same as constraint_violations.py, of monthly bills and what is paid for them."""

import datetime
from typing import Any

from models.fees.additional_payment import AdditionalPayment
from models.fees.fee_statement import FeeStatement
from models.fees.monthly_bill import FeePayment, MonthlyBill, MonthlyBillItem
from tests.conftest import NOON
from tests.support.database.constraint_violations import LATER, UNKNOWN_ID, Violation

DAY = datetime.date(2026, 12, 5)
TABLES = ("monthly_bill", "monthly_bill_item", "fee_payment", "additional_payment")
NEXT = {"number": "202611-000002"}
"""A bill that may be beside the first, but for the rest."""
ENDED = "monthly_bill_is_of_an_ended_month"
SIGNED = "fee_payment_reverses_or_adds"
TAKEN_BACK = {"fee": 0, "earlier_charges": 5, "due": -5, "unpaid": 1}
"""Of a statement that is paid by the month, where nothing is unpaid."""
BILLED = "surety_bills_ended_months"

VIOLATIONS: list[Violation] = [
    (ENDED, "monthly_bill", "true", NEXT | {"billing_month": "2026-11-02"}),
    (ENDED, "monthly_bill", "true", NEXT | {"issued_on": "2026-11-30"}),
    (ENDED, "monthly_bill", "true", NEXT | {"due_on": "2026-12-05"}),
    (ENDED, "monthly_bill", "true", NEXT | {"part": 0}),
    ("monthly_bill_is_made_once", "monthly_bill", "true", NEXT),
    ("monthly_bill_item_is_billed_once", "monthly_bill_item", "true", {}),
    (SIGNED, "fee_payment", "reverses_id IS NULL", {"amount": 0}),
    (SIGNED, "fee_payment", "reverses_id IS NULL", {"amount": -1}),
    (SIGNED, "fee_payment", "reverses_id IS NULL", {"amount": 10**13 + 1}),
    (SIGNED, "fee_payment", "reverses_id IS NULL", {"reverses_id": UNKNOWN_ID}),
    ("fee_payment_is_reversed_once", "fee_payment", "reverses_id IS NOT NULL", {}),
    ("additional_payment_is_positive", "additional_payment", "true", {"amount": 0}),
    ("additional_payment_is_recorded_once", "additional_payment", "true", {}),
    ("fee_statement_unpaid_is_taken_back", "fee_statement", "true", LATER | {"unpaid": -1}),
    ("fee_statement_unpaid_is_taken_back", "fee_statement", "true", LATER | {"unpaid": 1}),
    ("fee_statement_unpaid_is_taken_back", "fee_statement", "true", LATER | TAKEN_BACK),
    (BILLED, "surety", "true", {"name": "x", "billing_day": 0}),
    (BILLED, "surety", "true", {"name": "x", "billing_day": 29}),
    (BILLED, "surety", "true", {"name": "x", "billed_until": "2026-11-02"}),
    ("document_one_bill", "document", "kind = 'MONTHLY_BILL'", {}),
    ("document_belongs_to_its_kind", "document", "kind = 'MONTHLY_BILL'", {"kind": "FEE_STATEMENT"}),
]
CHANGES = [
    *((f"{table}_is_never_changed", f"UPDATE {table} SET id = id") for table in TABLES),
    *((f"{table}_is_never_truncated", f"TRUNCATE {table} CASCADE") for table in ("fee_payment", "monthly_bill_item")),
]
"""Forbidden changes: the trigger, and a statement."""


async def store_rows() -> None:
    """A bill of a statement, and a payment that is taken back."""
    statement = await FeeStatement.filter(billing_month__isnull=False).first()
    assert statement is not None
    copied: dict[str, Any] = {
        name: getattr(statement, name) for name in MonthlyBill._meta.db_fields & statement._meta.db_fields
    }
    copied |= {"number": "202611-000001", "issued_on": DAY, "due_on": DAY + datetime.timedelta(days=14)}
    bill = await MonthlyBill.create(**copied, part=1, total=statement.due, contractor_name="x")
    await MonthlyBillItem.create(bill_id=bill.id, statement_id=statement.id)
    paid: dict[str, Any] = {"bill_id": bill.id, "paid_on": DAY, "recorded_at": NOON}
    payment = await FeePayment.create(amount=5, **paid)
    await FeePayment.create(amount=-5, reverses_id=payment.id, **paid)
    await AdditionalPayment.create(statement_id=statement.id, amount=1, paid_on=DAY, recorded_at=NOON)
