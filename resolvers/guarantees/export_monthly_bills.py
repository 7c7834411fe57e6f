"""Monthly bills as a CSV file, for accounting."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from tortoise.functions import Count

from models.fees.monthly_bill import FeePayment, MonthlyBillItem
from models.parties.viewer import Viewer
from resolvers.conditions import matching
from resolvers.csv_format import Cell
from resolvers.guarantees import list_monthly_bills
from resolvers.guarantees.list_monthly_bills import Wanted
from resolvers.parties import list_files
from resolvers.parties.list_files import Batches, ListFile

COLUMNS: Mapping[str, str] = {
    "number": "請求書番号",
    "billing_month": "請求月",
    "issued_on": "発行日",
    "due_on": "納付期限",
    "contractor_name": "保証契約者",
    "bill_to": "保証料請求先",
    "bill_to_department": "請求先の部署",
    "bill_to_address": "請求先の住所",
    "statements": "計算書の件数",
    "total": "請求額",
    "paid": "入金額",
    "balance": "残高",
    "last_paid_on": "最終入金日",
    "tax_exempt": "消費税",
    "is_sample": "料率",
    "fee_account": "振込先",
    "surety_name": "保証会社",
    "handling_branch_name": "取扱箇所",
    "receipts": "領収書（紙）",
}
"""The headings in the order of the file, which clients may rely on: new columns are appended."""
_SUMMED = frozenset({"statements", "paid", "balance", "last_paid_on", "receipts"})
SELECTED = ("id", *(name for name in COLUMNS if name not in _SUMMED))


class Paid(NamedTuple):
    """What was paid for a bill, less reversals; of payments that hold the last day, and the number of receipts."""

    total: int
    last_on: datetime.date | None
    receipts: int


async def _batches(wanted: Wanted, viewer: Viewer, _: datetime.datetime) -> Batches:
    found = list_monthly_bills.rows(wanted, viewer=viewer)
    async for page in list_files.pages(found, SELECTED, order=list_monthly_bills.LIST.order):
        of_these = matching({"bill_id__in": [row[0] for row in page]})
        grouped = MonthlyBillItem.filter(of_these).annotate(count=Count("id")).group_by("bill_id")
        counts: Any = dict(await grouped.values_list("bill_id", "count"))
        payments: defaultdict[UUID, list[FeePayment]] = defaultdict(list)
        for payment in await FeePayment.filter(of_these):
            payments[payment.bill_id].append(payment)
        yield [_cells(row, counts[row[0]], _paid(payments[row[0]])) for row in page]


def _paid(payments: Sequence[FeePayment]) -> Paid:
    reversed_ = {payment.reverses_id for payment in payments}
    held = [payment for payment in payments if payment.reverses_id is None and payment.id not in reversed_]
    return Paid(
        sum(payment.amount for payment in payments),
        max((payment.paid_on for payment in held), default=None),
        sum(payment.paper_receipt for payment in held),
    )


def _cells(row: Sequence[Any], count: int, paid: Paid) -> Sequence[Cell]:
    read: dict[str, Any] = dict(zip(SELECTED, row, strict=True))
    cells = read | {
        "statements": count,
        "paid": paid.total,
        "balance": read["total"] - paid.total,
        "last_paid_on": paid.last_on,
        "receipts": paid.receipts,
        "tax_exempt": "非課税" if read["tax_exempt"] else None,
        "is_sample": "見本料率" if read["is_sample"] else None,
    }
    return [cells[name] for name in COLUMNS]


FILE = ListFile(
    name="monthly-bills",
    subject="monthly_bills",
    title="保証料請求書一覧",
    operation="monthlyBillsCsv",
    headings=tuple(COLUMNS.values()),
    filter=Wanted,
    validate=list_monthly_bills.validate,
    batches=_batches,
)
