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
from schema.reading import ids
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import described_input, given, root
from schema.reading.lookahead import EDGES, include
from schema.types.application import Application


@described_input
class ApplicationFilter:
    """Which applications; everything that is given must hold."""

    status: GuaranteeStatus | None = given(
        "Any of its guarantees is in this state; DRAFT: applications that are not submitted yet.", default=None
    )
    branch_id: strawberry.ID | None = given("Sent to this branch.", default=None)
    submitted_from: datetime.date | None = given("Submitted on or after this day in Japan.", default=None)
    submitted_to: datetime.date | None = given("Submitted on or before this day in Japan.", default=None)


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
        wanted = filter or ApplicationFilter()
        page: Any = await list_applications.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            status=wanted.status,
            branch_id=ids.wanted(wanted.branch_id, "Branch"),
            submitted_from=wanted.submitted_from,
            submitted_to=wanted.submitted_to,
        )
        return page
