"""Contracts."""

import datetime
from typing import Annotated, Any

import strawberry

import models
from models.enums import ContractType
from resolvers.parties import list_contracts
from resolvers.parties.list_contracts import ContractOrder
from resolvers.relations import PageOf
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, First, page_arguments, sorted_page_arguments
from schema.reading.fields import condition, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include, selects
from schema.types.contract import ContractConnection


@described_input
class ContractFilter:
    """Which contracts; everything that is given must hold."""

    search: str | None = condition(
        "工事名 (業務名), the contractor's name or 共同企業体 contains this (up to 150 characters), whatever the width,"
        " case, spaces, kind of dashes and form of kanji."
    )
    contractor_id: strawberry.ID | None = condition("Of this contractor.", of="Contractor")
    obligee_id: strawberry.ID | None = condition("With this obligee.", of="Obligee")
    project_name: str | None = condition("工事名 contains this.")
    contract_type: ContractType | None = condition("Of this type.")
    contract_date_from: datetime.date | None = condition("請負契約日 on or after this day.")
    contract_date_to: datetime.date | None = condition("請負契約日 on or before this day.")
    order_by: ContractOrder | None = condition(
        "The order, the newest first if null. A cursor goes on in the order in which it was given."
    )


@strawberry.type
class ContractQueries:
    """Contracts."""

    @root(PageOf(models.Contract, order="-id"), "Contracts that the viewer may see, newest first.")
    async def contracts(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[ContractFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> ContractConnection:
        wanted = list_contracts.ContractFilter(**filter_arguments(filter))
        is_sorted = wanted.order_by in list_contracts.SORTED
        count, behind = (sorted_page_arguments if is_sorted else page_arguments)(first, after)
        page: Any = await list_contracts.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            is_counted=selects(info, "totalCount"),
            wanted=wanted,
        )
        return page
