"""Monthly bills as a list."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from pypika_tortoise import terms
from tortoise.expressions import F, Function
from tortoise.queryset import QuerySet

from models.fees.monthly_bill import MonthlyBill
from models.parties.viewer import Viewer
from resolvers import access, text_checks
from resolvers.conditions import given, matching
from resolvers.loading import Reader, page_from
from resolvers.relations import Include, Page, PageOf
from resolvers.text_conditions import containing

LIST = PageOf(MonthlyBill, order="-id")


class IsSettled(Function):
    """Whether the payments of a bill cover its total (database/migrations/)."""

    class DatabaseStore(terms.Function):
        """The function call."""

        def __init__(self, *arguments: object) -> None:
            super().__init__("monthly_bill_is_settled", *arguments)

    database_func = DatabaseStore


@dataclass(frozen=True)
class Wanted:
    """The filter: all given conditions must hold, None is no condition."""

    billing_month: datetime.date | None = None
    """Any day of the month."""
    contractor_id: UUID | None = None
    bill_to: str | None = None
    is_paid: bool | None = None


async def page(*, reader: Reader, first: int, after: UUID | None, include: Include, wanted: Wanted) -> Page:
    """Bills that the viewer may see, newest first. Raises InvalidInput."""
    access.require("monthlyBills", reader.viewer)
    validate(wanted)
    found = rows(wanted, viewer=reader.viewer)
    return await page_from(found, order=LIST.order, first=first, after=after, include=include, reader=reader)


def validate(wanted: Wanted) -> None:
    """Raises InvalidInput."""
    text_checks.require_searchable(bill_to=wanted.bill_to)


def rows(wanted: Wanted, *, viewer: Viewer | None) -> QuerySet[MonthlyBill]:
    """All of them, unordered."""
    month = wanted.billing_month and wanted.billing_month.replace(day=1)
    conditions = {"billing_month": month, "contractor_id": wanted.contractor_id}
    found = MonthlyBill.filter(access.visible(MonthlyBill, viewer), given(conditions))
    found = containing(found, wanted.bill_to, "bill_to")
    if wanted.is_paid is None:
        return found
    found = found.annotate(is_settled=IsSettled(F("id"), F("total")))
    return found.filter(matching({"is_settled": wanted.is_paid}))
