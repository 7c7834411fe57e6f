"""feeRates."""

from typing import Annotated, Any

import strawberry

from models.enums import GuaranteeKind
from resolvers.guarantees import set_fee_rates
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import condition, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include
from schema.types.fees.fee_table import FeeTable


@described_input
class FeeRatesFilter:
    """Which rates; everything that is given must hold."""

    surety_id: strawberry.ID | None = condition("Of this surety.", of="Surety")
    kind: GuaranteeKind | None = condition("For this kind of guarantee.")


@strawberry.type
class FeeRatesQueries:
    """feeRates."""

    @root(set_fee_rates.LIST, "Rates past, in force and to come, the table that was set last first.")
    async def fee_rates(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[FeeRatesFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> Connection[FeeTable]:
        count, behind = page_arguments(first, after)
        page: Any = await set_fee_rates.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            **filter_arguments(filter),
        )
        return page
