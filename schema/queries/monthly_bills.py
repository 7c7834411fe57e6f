"""monthlyBills."""

import datetime
from typing import Annotated, Any

import strawberry

from resolvers.guarantees import list_monthly_bills
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import condition, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include
from schema.types.fees.monthly_bill import MonthlyBill


@described_input
class MonthlyBillFilter:
    """Which bills; everything that is given must hold."""

    billing_month: datetime.date | None = condition("Of this month (any of its days).")
    contractor_id: strawberry.ID | None = condition("Of this contractor.", of="Contractor")
    bill_to: str | None = condition("保証料請求先 contains this, whatever the width, case and form of kanji.")
    is_paid: bool | None = condition("Whether its payments cover the total.")


@strawberry.type
class MonthlyBillQueries:
    """monthlyBills."""

    @root(list_monthly_bills.LIST, "Bills of 一括納付, newest first: the contractor's own, the surety's.")
    async def monthly_bills(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[MonthlyBillFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> Connection[MonthlyBill]:
        count, behind = page_arguments(first, after)
        page: Any = await list_monthly_bills.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            **filter_arguments(filter),
        )
        return page
