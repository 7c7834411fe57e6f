"""What a resubmission changes, field by field, as people read it."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from models.application import Application
from models.guarantee import FeePaymentMethod, Guarantee
from models.parties.surety import Branch
from models.texts import date_wording
from resolvers.applications import returned_form
from resolvers.applications.returned_form import Merged
from resolvers.applications.submit import OWN_FIELDS
from resolvers.text_checks import name_in_api

METHODS: Mapping[FeePaymentMethod, str] = {
    FeePaymentMethod.MONTHLY_CONSOLIDATED: "一括納付",
    FeePaymentMethod.SINGLE: "都度納付",
}


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
            "kind": stored.kind if place else None,
            "before": _shown(getattr(stored, name), branches),
            "after": _shown(getattr(given, name), branches),
        }
        for stored, given, place, names in pairs
        for name in names
        if getattr(stored, name) != getattr(given, name)
    ]


def _shown(value: Any, branches: Mapping[UUID, str]) -> str | None:
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
            return branches[value]
        case _:
            return str(value)
