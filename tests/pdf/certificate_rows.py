"""The rows of a certificate's table, as the application makes them, and documents with other values."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar, cast

from pdf.documents.document_data import (
    CertificateData,
    ContractLabels,
    DocumentRow,
    FeeStatementData,
    KeyNoticeData,
    Product,
)

T = TypeVar("T")

WORKS = ContractLabels(
    project_name="工事名", period="工期", price="請負金額", contract="請負契約", contract_date="請負契約日"
)
SERVICES = ContractLabels(
    project_name="業務名", period="履行期間", price="業務委託料", contract="業務委託契約", contract_date="契約日"
)
VALUES: Mapping[str, Any] = {
    "obligee_title": "栃木県知事",
    "amount": 20_000_000,
    "expiry_date": date(2026, 3, 31),
    "project_name": "市道第１２３号線道路改良工事（第２工区）",
    "contract_price": 50_000_000,
    "period_from": (date(2025, 11, 21), date(2026, 3, 31)),
    "contract_date": date(2025, 11, 18),
    "deposit_bank": "○○銀行　××支店",
}
"""By the names of the rows."""
NAMES = {
    Product.ADVANCE_PAYMENT: "前払金保証",
    Product.INTERMEDIATE_ADVANCE_PAYMENT: "中間前払金保証",
    Product.PERFORMANCE: "契約保証",
}


def table(product: Product, labels: ContractLabels, values: Mapping[str, Any]) -> tuple[DocumentRow, ...]:
    """The rows with these values; None removes a row."""
    rows = {
        "obligee_title": ("被保証者", ""),
        "amount": ("保証金額", "（総額）"),
        "ratio": ("保証割合", ""),
        "expiry_date": ("保証期限", ""),
        "project_name": (labels.project_name, ""),
        "contract_price": (labels.price, "（総額）"),
        "period_from": (labels.period, ""),
        "contract_date": (labels.contract_date, ""),
        "deposit_bank": ("預託金融機関", ""),
    }
    percent = values["amount"] * 100 / (values["contract_price"] or 1)
    ratio = f"{labels.price}の{percent:.1f}％" if product is Product.PERFORMANCE else None
    values = {**values, "ratio": ratio}
    return tuple(DocumentRow(name, *rows[name], values[name]) for name in rows if values[name] is not None)


def replace(data: T, **changes: Any) -> T:
    """The same with other fields; of a certificate also with other values in its rows, by their names."""
    product = changes.get("product")
    if product and isinstance(data, KeyNoticeData | FeeStatementData):
        changes["product_name"] = NAMES[product]
    if isinstance(data, CertificateData):
        values: dict[str, Any] = {"deposit_bank": None} | {row.name: row.value for row in data.rows}
        first, last = values["period_from"]
        values["period_from"] = changes.pop("period_from", first), changes.pop("period_to", last)
        values |= {name: changes.pop(name) for name in VALUES if name in changes}
        changes["rows"] = table(product or data.product, changes.get("labels", data.labels), values)
        if product:
            changes["title"] = f"保証証書（{NAMES[product]}）"
    return cast("T", dataclasses.replace(cast("Any", data), **changes))
