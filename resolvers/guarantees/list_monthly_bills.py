"""Monthly bills as a list."""

import datetime
from uuid import UUID

from pypika_tortoise import terms
from tortoise.expressions import F, Function

from models.fees.monthly_bill import MonthlyBill
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


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    billing_month: datetime.date | None = None,
    contractor_id: UUID | None = None,
    bill_to: str | None = None,
    is_paid: bool | None = None,
) -> Page:
    """Bills that the viewer may see, newest first; `billing_month` is any day of the month. Raises InvalidInput."""
    access.require("monthlyBills", reader.viewer)
    text_checks.require_searchable(bill_to=bill_to)
    wanted = {"billing_month": billing_month and billing_month.replace(day=1), "contractor_id": contractor_id}
    found = MonthlyBill.filter(access.visible(MonthlyBill, reader.viewer), given(wanted))
    found = containing(found, bill_to, "bill_to")
    if is_paid is not None:
        found = found.annotate(is_settled=IsSettled(F("id"), F("total"))).filter(matching({"is_settled": is_paid}))
    return await page_from(found, order=LIST.order, first=first, after=after, include=include, reader=reader)
