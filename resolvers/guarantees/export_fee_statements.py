"""Fee statements as a CSV file, for accounting."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from models.fees.monthly_bill import MonthlyBillItem
from models.parties.viewer import Viewer
from models.texts.trade_terms import CONTRACT_TYPES, PRODUCTS
from pdf.documents.document_data import PaymentMethod
from resolvers.conditions import matching
from resolvers.csv_format import Cell
from resolvers.guarantees import additional_fees, list_fee_statements
from resolvers.guarantees.list_fee_statements import Wanted
from resolvers.parties import list_files
from resolvers.parties.list_files import Batches, ListFile

COLUMNS: Mapping[str, str] = {
    "number": "計算書番号",
    "issued_on": "発行日",
    "guarantee_number": "保証契約番号",
    "kind": "商品",
    "principal_name": "保証契約者",
    "joint_venture_name": "共同企業体",
    "obligee_title": "発注者",
    "contract_type": "工事・業務委託の別",
    "project_name": "工事名・業務名",
    "amount": "保証金額",
    "period_from": "保証料計算期間（始期）",
    "period_to": "保証料計算期間（終期）",
    "fee": "保証料",
    "earlier_charges": "既に請求した額",
    "due": "差引額",
    "tax_exempt": "消費税",
    "is_sample": "料率",
    "method": "保証料支払方法",
    "due_on": "納付期限",
    "guarantee__fee_paid_on": "入金日",
    "billing_month": "請求月",
    "bill_number": "請求書番号",
    "bill_to": "保証料請求先",
    "bill_to_department": "請求先の部署",
    "bill_to_address": "請求先の住所",
    "paper_requested": "計算書（紙）",
    "surety_name": "保証会社",
    "handling_branch_name": "取扱箇所",
    "guarantee__paper_receipt": "領収書（紙）",
    "unpaid": "うち未納のため返戻しない額",
}
"""The headings in the order of the file, which clients may rely on: new columns are appended."""
SELECTED = ("id", *(name for name in COLUMNS if name != "bill_number"))


async def _batches(wanted: Wanted, viewer: Viewer, _: datetime.datetime) -> Batches:
    found = list_fee_statements.rows(wanted, viewer=viewer)
    async for page in list_files.pages(found, SELECTED, order=list_fee_statements.LIST.order):
        billed = MonthlyBillItem.filter(matching({"statement_id__in": [row[0] for row in page]}))
        numbers: Any = dict(await billed.values_list("statement_id", "bill__number"))
        days = await additional_fees.days_of([row[0] for row in page])
        yield [_cells(row, numbers, days) for row in page]


def _cells(row: Sequence[Any], numbers: Mapping[Any, str], days: Mapping[Any, datetime.date | None]) -> Sequence[Cell]:
    """`days` has those of payments for what was added after the issue: that of the first fee says nothing about it."""
    read: dict[str, Any] = dict(zip(SELECTED, row, strict=True))
    if read["id"] in days:
        read["guarantee__fee_paid_on"] = days[read["id"]]
    cells = read | {
        "kind": PRODUCTS[read["kind"]],
        "contract_type": CONTRACT_TYPES[read["contract_type"]],
        "tax_exempt": "非課税" if read["tax_exempt"] else None,
        "is_sample": "見本料率" if read["is_sample"] else None,
        "method": PaymentMethod(read["method"]).printed,
        "bill_number": numbers.get(read["id"]),
        "paper_requested": "希望" if read["paper_requested"] else None,
        "guarantee__paper_receipt": "要" if read["guarantee__paper_receipt"] else None,
    }
    return [cells[name] for name in COLUMNS]


FILE = ListFile(
    name="fee-statements",
    subject="fee_statements",
    title="保証料計算書一覧",
    operation="feeStatementsCsv",
    headings=tuple(COLUMNS.values()),
    filter=Wanted,
    validate=list_fee_statements.validate,
    batches=_batches,
)
