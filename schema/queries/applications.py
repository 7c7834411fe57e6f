"""Applications."""

import datetime
from typing import Annotated, Any

import strawberry

import models
from models.guarantee import GuaranteeStatus
from resolvers.applications import list_applications
from resolvers.conditions import NotNull
from resolvers.relations import PageOf
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import condition, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include
from schema.types.application import Application


@described_input
class ApplicationFilter:
    """Which applications; everything that is given must hold."""

    status: GuaranteeStatus | None = condition(
        "Any of its guarantees is in this state; DRAFT: applications that are not submitted yet."
    )
    branch_id: strawberry.ID | None = condition("Sent to this branch.", of="Branch")
    submitted_from: datetime.date | None = condition("Submitted on or after this day in Japan.")
    submitted_to: datetime.date | None = condition("Submitted on or before this day in Japan.")


@strawberry.type
class ApplicationQueries:
    """Applications."""

    @root(
        PageOf(models.Application, order="-id", where=NotNull("submitted_at")),
        "Applications that the viewer may see, newest first: between contractor and surety. Drafts, which are the"
        " contractor's alone, only with the filter {status: DRAFT}.",
    )
    async def applications(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[ApplicationFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> Connection[Application]:
        count, behind = page_arguments(first, after)
        page: Any = await list_applications.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            **filter_arguments(filter),
        )
        return page
