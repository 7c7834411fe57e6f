"""Guarantees."""

import datetime
from typing import Annotated, Any

import strawberry

import models
from models.enums import GuaranteeKind, Medium
from models.guarantee import GuaranteeStatus
from resolvers.guarantees import list_guarantees
from resolvers.relations import PageOf
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import condition, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include
from schema.scalars import GuaranteeNumber
from schema.types.guarantee import Guarantee


@described_input
class GuaranteeFilter:
    """Which guarantees; everything that is given must hold."""

    kind: GuaranteeKind | None = condition("Of this kind.")
    medium: Medium | None = condition("On this medium.")
    status: GuaranteeStatus | None = condition("In this state.")
    number: GuaranteeNumber | None = condition("With this number.")
    contractor_name: str | None = condition("The contractor's name contains this.")
    project_name: str | None = condition("工事名 contains this.")
    obligee_id: strawberry.ID | None = condition("In favour of this obligee.", of="Obligee")
    issued_from: datetime.date | None = condition("Issued on or after this day in Japan.")
    issued_to: datetime.date | None = condition("Issued on or before this day in Japan.")


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
    ) -> Connection[Guarantee]:
        count, behind = page_arguments(first, after)
        page: Any = await list_guarantees.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            **filter_arguments(filter),
        )
        return page
