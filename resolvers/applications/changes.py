"""What a resubmission changes, field by field, as people read it."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from models.applying.application import Application
from models.content.certificate_content import BY_NAME
from models.guarantee import FeePaymentMethod, Guarantee
from models.parties.surety import Branch
from models.texts import date_wording
from models.texts.trade_terms import PRODUCTS
from resolvers.applications import returned_form
from resolvers.applications.returned_form import Merged
from resolvers.applications.submit import OWN_FIELDS
from resolvers.text_checks import name_in_api

METHODS: Mapping[FeePaymentMethod, str] = {
    FeePaymentMethod.MONTHLY_CONSOLIDATED: "一括納付",
    FeePaymentMethod.SINGLE: "都度納付",
}
LABELS: Mapping[str, str] = {name: field.input_label for name, field in BY_NAME.items()} | {
    "submission_branch_id": "申込送信先",
    "notify_on_completion": "発行完了のお知らせの希望",
    "email": "メールアドレス",
    "contact_department": "担当部署",
    "contact_title": "役職",
    "contact_name": "担当者名",
    "contact_telephone": "連絡先電話番号",
    "redeposit": "再預託利用区分",
    "recognized_on": "発注者の認定日",
    "fee_payment_method": "保証料支払方法",
    "bill_to": "保証料請求先",
    "paper_fee_statement": "保証料計算書（紙）の希望",
}
"""Of the fields that a resubmission may change."""


async def between(application: Application, guarantees: Sequence[Guarantee], merged: Merged) -> list[dict[str, Any]]:
    """What differs between the stored application, with its guarantees in order, and the merged form."""
    ids = {application.submission_branch_id, merged.form.submission_branch_id}
    branches = {branch.id: branch.name for branch in await Branch.filter(id__in=list(ids))}
    order = [each.id for each in guarantees]
    pairs: list[tuple[Any, Any, tuple[str, ...], Sequence[str]]] = [(application, merged.form, (), OWN_FIELDS)]
    for guarantee, asked in zip(merged.returned, merged.form.guarantees, strict=True):
        place = ("guarantees", str(order.index(guarantee.id)))
        pairs.append((guarantee, asked, place, returned_form.REQUESTED))
    return [
        {
            "path": [*place, name_in_api(name)],
            "label": f"{PRODUCTS[stored.kind]}の{LABELS[name]}" if place else LABELS[name],
            "before": shown(getattr(stored, name), branches),
            "after": shown(getattr(given, name), branches),
        }
        for stored, given, place, names in pairs
        for name in names
        if getattr(stored, name) != getattr(given, name)
    ]


def shown(value: Any, names: Mapping[UUID, str]) -> str | None:
    """A value as people read it; `names` are those of referenced rows."""
    match value:
        case None | FeePaymentMethod():
            return None if value is None else METHODS[value]
        case bool():
            return "はい" if value else "いいえ"
        case int():
            return f"{value:,}円"
        case datetime.date():
            return date_wording.in_japanese(value)
        case UUID():
            return names[value]
        case _:
            return str(value)
