"""Guarantees."""

import datetime
from typing import Annotated, Any

import strawberry

import models
from models.enums import GuaranteeKind, GuaranteeOrder, Medium
from models.guarantee import GuaranteeStatus
from models.handover_transitions import HandoverStatus
from resolvers.guarantees import list_guarantees
from resolvers.relations import PageOf
from schema.context import Info
from schema.reading.connections import (
    DEFAULT_PAGE,
    After,
    Connection,
    First,
    page_arguments,
    sorted_page_arguments,
    total_count,
)
from schema.reading.fields import condition, described, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include, selects
from schema.scalars import GuaranteeNumber
from schema.types.guarantee import Guarantee


@described_input
class GuaranteeFilter:
    """Which guarantees; everything that is given must hold."""

    search: str | None = condition(
        "Number, 工事名 (業務名), the contractor's name, 共同企業体 or what the obligee's side calls the contract"
        " contains this (up to 150 characters), whatever the width, case, spaces, kind of dashes and form of kanji."
    )
    kind: GuaranteeKind | None = condition("Of this kind.")
    medium: Medium | None = condition("On this medium.")
    is_electronic: bool | None = condition("Whether it is electronic (電子保証).")
    status: GuaranteeStatus | None = condition("In this state.")
    is_in_force: bool | None = condition(
        "Whether it is in force today: issued, not ended, and 保証期限 has not passed."
    )
    handover_status: HandoverStatus | None = condition(
        "Issued, electronic, and with its current hand-over in this state."
    )
    number: GuaranteeNumber | None = condition("With this number.")
    contract_reference: str | None = condition("What the obligee's side calls the contract contains this.")
    contractor_name: str | None = condition("The contractor's name contains this.")
    project_name: str | None = condition("工事名 contains this.")
    obligee_id: strawberry.ID | None = condition("In favour of this obligee.", of="Obligee")
    branch_id: strawberry.ID | None = condition("Handled by this branch, or applied for at it.", of="Branch")
    issued_from: datetime.date | None = condition("Issued on or after this day in Japan.")
    issued_to: datetime.date | None = condition("Issued on or before this day in Japan.")
    expires_from: datetime.date | None = condition("保証期限 on or after this day.")
    expires_to: datetime.date | None = condition("保証期限 on or before this day.")
    order_by: GuaranteeOrder | None = condition(
        "The order, the newest first if null. A cursor goes on in the order in which it was given."
    )


@described
class GuaranteeConnection(Connection[Guarantee]):
    """A page of guarantees."""

    total_count: int | None = total_count("guarantees")


@strawberry.type
class GuaranteeQueries:
    """Guarantees."""

    @root(
        PageOf(models.Guarantee, order="-id"),
        "What the viewer may see, newest first: the contractor's own, the surety's, the obligee's (those"
        " whose key it presented).",
    )
    async def guarantees(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[GuaranteeFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> GuaranteeConnection:
        wanted = list_guarantees.GuaranteeFilter(**filter_arguments(filter))
        is_sorted = wanted.order_by in list_guarantees.SORTED
        count, behind = (sorted_page_arguments if is_sorted else page_arguments)(first, after)
        page: Any = await list_guarantees.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            is_counted=selects(info, "totalCount"),
            wanted=wanted,
        )
        return page
