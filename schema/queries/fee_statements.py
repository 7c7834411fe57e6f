"""feeStatements."""

import datetime
from typing import Annotated, Any

import strawberry

from models.guarantee import FeePaymentMethod
from resolvers.guarantees import list_fee_statements
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import condition, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include
from schema.scalars import GuaranteeNumber
from schema.types.fee import FeeStatement


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


@strawberry.type
class FeeStatementQueries:
    """feeStatements."""

    @root(list_fee_statements.LIST, "Fee statements (保証料計算書), newest first: the contractor's own, the surety's.")
    async def fee_statements(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[FeeStatementFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> Connection[FeeStatement]:
        count, behind = page_arguments(first, after)
        page: Any = await list_fee_statements.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            **filter_arguments(filter),
        )
        return page
