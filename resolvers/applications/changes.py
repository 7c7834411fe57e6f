"""What a resubmission changes, field by field, as people read it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from models.applying.application import Application
from models.commands import ApplicationRequest, GuaranteeRequest
from models.content.certificate_content import BY_NAME
from models.enums import Medium, PaperDelivery
from models.guarantee import FeePaymentMethod, Guarantee
from models.parties.bill_to import BillTo
from models.parties.surety import Branch
from models.texts import date_wording
from models.texts.trade_terms import PRODUCTS
from resolvers.applications import returned_form
from resolvers.applications.form_rules import base_of_form
from resolvers.applications.returned_form import Merged
from resolvers.applications.submit import OWN_FIELDS
from resolvers.text_checks import name_in_api

WORDS: Mapping[Any, str] = {
    FeePaymentMethod.MONTHLY_CONSOLIDATED: "一括納付",
    FeePaymentMethod.SINGLE: "都度納付",
    PaperDelivery.CONTRACTOR: "契約者事務所へ送付",
    PaperDelivery.OBLIGEE: "発注者へ送付",
    PaperDelivery.BRANCH: "支店窓口",
}
LABELS: Mapping[str, str] = {name: field.input_label for name, field in BY_NAME.items()} | {
    "submission_branch_id": "申込送信先",
    "notify_on_completion": "発行完了のお知らせの希望",
    "email": "メールアドレス",
    "contact_department": "担当部署",
    "contact_title": "役職",
    "contact_name": "担当者名",
    "contact_telephone": "連絡先電話番号",
    "fiscal_year": "年度",
    "current_fiscal_year_base": "今年度対象額",
    "redeposit": "再預託利用区分",
    "recognized_on": "発注者の認定日",
    "fee_payment_method": "保証料支払方法",
    "bill_to": "保証料請求先",
    "paper_delivery": "保証証書受取",
    "paper_fee_statement": "保証料計算書（紙）の希望",
}
"""Of the fields that a resubmission may change."""


async def between(application: Application, guarantees: Sequence[Guarantee], merged: Merged) -> list[dict[str, Any]]:
    """What differs between the stored application, with its guarantees in order, and the merged form."""
    ids = {application.submission_branch_id, merged.form.submission_branch_id}
    branches = {branch.id: branch.name for branch in await Branch.filter(id__in=list(ids))}
    order = [each.id for each in guarantees]
    pairs: list[tuple[Any, Any, tuple[str, ...], Sequence[str]]] = [
        (application, merged.form, (), OWN_FIELDS),
        (_base(application), _base(merged.form), (), base_of_form.FIELDS),
    ]
    on_paper = [each for each in merged.returned if each.medium is Medium.PAPER]
    pairs += [(each, merged.form, (), ("paper_delivery",)) for each in on_paper[:1]]
    requests = [(returned_form.current(each), asked) for each, asked in merged.pairs]
    bill_tos = await _bill_tos([each for pair in requests for each in pair])
    for guarantee, (before, after) in zip(merged.returned, requests, strict=True):
        place = ("guarantees", str(order.index(guarantee.id)))
        pairs.append((_named(before, bill_tos), _named(after, bill_tos), place, returned_form.REQUESTED))
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


def _base(form: Application | ApplicationRequest) -> SimpleNamespace:
    """Its fiscal year, as people write it, and 今年度対象額."""
    year = None if form.fiscal_year is None else f"{form.fiscal_year}年度"
    return SimpleNamespace(fiscal_year=year, current_fiscal_year_base=form.current_fiscal_year_base)


async def _bill_tos(requests: Sequence[GuaranteeRequest]) -> Mapping[UUID, str]:
    """Name and department of the entries of the register that the requests name."""
    ids = [each.bill_to_id for each in requests if each.bill_to_id]
    rows = await BillTo.filter(id__in=ids) if ids else []
    return {row.id: f"{row.name}　{row.department}" if row.department else row.name for row in rows}


def _named(request: GuaranteeRequest, bill_tos: Mapping[UUID, str]) -> GuaranteeRequest:
    """The same, with the name instead of the entry."""
    if request.bill_to_id is None:
        return request
    return replace(request, bill_to=bill_tos[request.bill_to_id], bill_to_id=None)


def shown(value: Any, names: Mapping[UUID, str]) -> str | None:
    """A value as people read it; `names` are those of referenced rows."""
    match value:
        case None | FeePaymentMethod() | PaperDelivery():
            return WORDS.get(value)
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
