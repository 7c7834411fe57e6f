"""monthlyBills, on pages and as a file."""

import datetime
from typing import Annotated, Any

import strawberry

from resolvers.guarantees import export_monthly_bills, list_monthly_bills
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import condition, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include
from schema.types.document import FileLink
from schema.types.fees.monthly_bill import MonthlyBill

AS_FILE = """
The same list as a CSV file for accounting, whole: UTF-8 with BOM, sums in yen, days as 2026-04-01. Each bill with what
was paid, the balance and the day of the last payment. One file at a time for each viewer; a second one meanwhile is
answered with status 429.
"""


@described_input
class MonthlyBillFilter:
    """Which bills; everything that is given must hold."""

    billing_month: datetime.date | None = condition("Of this month (any of its days).")
    contractor_id: strawberry.ID | None = condition("Of this contractor.", of="Contractor")
    bill_to: str | None = condition("保証料請求先 contains this, whatever the width, case and form of kanji.")
    is_paid: bool | None = condition("Whether its payments cover the total.")


Wanted = Annotated[MonthlyBillFilter | None, strawberry.argument(description="Which ones.")]


@strawberry.type
class MonthlyBillQueries:
    """monthlyBills, on pages and as a file."""

    @root(list_monthly_bills.LIST, "Bills of 一括納付, newest first: the contractor's own, the surety's.")
    async def monthly_bills(
        self, info: Info, first: First = DEFAULT_PAGE, after: After = None, filter: Wanted = None
    ) -> Connection[MonthlyBill]:
        count, behind = page_arguments(first, after)
        page: Any = await list_monthly_bills.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            wanted=list_monthly_bills.Wanted(**filter_arguments(filter)),
        )
        return page

    @strawberry.field(description=AS_FILE.strip())
    async def monthly_bills_csv(self, info: Info, filter: Wanted = None) -> FileLink:
        context = info.context
        wanted = list_monthly_bills.Wanted(**filter_arguments(filter))
        services = context.services.documents
        link: Any = export_monthly_bills.FILE.link(wanted, viewer=context.viewer, services=services, at=context.at)
        return link
