"""monthlyPayments."""

from typing import Annotated, Any

import strawberry

from resolvers.guarantees import set_monthly_payment
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import condition, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include
from schema.types.fees.monthly_payment import MonthlyPayment


@described_input
class MonthlyPaymentFilter:
    """Which entries."""

    contractor_id: strawberry.ID | None = condition("Of this contractor.", of="Contractor")


@strawberry.type
class MonthlyPaymentQueries:
    """monthlyPayments."""

    @root(
        set_monthly_payment.LIST,
        "Who may pay fees by the month (一括納付), and who may no longer, the last entry first: the contractor's own,"
        " the surety's.",
    )
    async def monthly_payments(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[MonthlyPaymentFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> Connection[MonthlyPayment]:
        count, behind = page_arguments(first, after)
        page: Any = await set_monthly_payment.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            **filter_arguments(filter),
        )
        return page
