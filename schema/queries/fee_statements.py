"""feeStatements, on pages and as a file."""

import datetime
from typing import Annotated, Any

import strawberry

from models.guarantee import FeePaymentMethod
from resolvers.guarantees import export_fee_statements, list_fee_statements
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import condition, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include
from schema.scalars import GuaranteeNumber
from schema.types.document import FileLink
from schema.types.fee import FeeStatement

AS_FILE = """
The same list as a CSV file for accounting, whole: UTF-8 with BOM, sums in yen, days as 2026-04-01. Statements that are
paid by the month have the number of their bill. One file at a time for each viewer; a second one meanwhile is answered
with status 429.
"""


@described_input
class FeeStatementFilter:
    """Which fee statements; everything that is given must hold."""

    issued_from: datetime.date | None = condition("Issued on or after this day in Japan.")
    issued_to: datetime.date | None = condition("Issued on or before this day in Japan.")
    billing_month: datetime.date | None = condition("Paid with the fees of this month (any of its days): 一括納付.")
    contractor_id: strawberry.ID | None = condition("Of this contractor.", of="Contractor")
    bill_to: str | None = condition("保証料請求先 contains this, whatever the width, case and form of kanji.")
    guarantee_number: GuaranteeNumber | None = condition("Of the guarantee with this number.")
    method: FeePaymentMethod | None = condition("With this 保証料支払方法.")
    is_paid: bool | None = condition(
        "true: the payment has been recorded; false: it is still to be paid. A statement that is cancelled or paid back"
        " by a later one, or that charges nothing, is neither."
    )


Wanted = Annotated[FeeStatementFilter | None, strawberry.argument(description="Which ones.")]


@strawberry.type
class FeeStatementQueries:
    """feeStatements, on pages and as a file."""

    @root(list_fee_statements.LIST, "Fee statements (保証料計算書), newest first: the contractor's own, the surety's.")
    async def fee_statements(
        self, info: Info, first: First = DEFAULT_PAGE, after: After = None, filter: Wanted = None
    ) -> Connection[FeeStatement]:
        count, behind = page_arguments(first, after)
        page: Any = await list_fee_statements.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            wanted=list_fee_statements.Wanted(**filter_arguments(filter)),
        )
        return page

    @strawberry.field(description=AS_FILE.strip())
    async def fee_statements_csv(self, info: Info, filter: Wanted = None) -> FileLink:
        context = info.context
        wanted = list_fee_statements.Wanted(**filter_arguments(filter))
        services = context.services.documents
        link: Any = export_fee_statements.FILE.link(wanted, viewer=context.viewer, services=services, at=context.at)
        return link
