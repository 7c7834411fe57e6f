"""Applications."""

import datetime
from typing import Annotated, Any

import strawberry

import models
from models.guarantee import GuaranteeStatus
from resolvers.applications import list_applications
from resolvers.applications.list_applications import ApplicationOrder, ReviewedBy, Wanted
from resolvers.conditions import NotNull
from resolvers.relations import PageOf
from schema.context import Info
from schema.reading import ids
from schema.reading.connections import (
    DEFAULT_PAGE,
    After,
    Connection,
    First,
    moment_page_arguments,
    page_arguments,
)
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
    waiting_since_to: datetime.date | None = given(
        "Has waited for the surety's decision since this day in Japan, or longer.", default=None
    )
    has_unread: bool | None = given("Whether it has messages that the viewer's side has not read.", default=None)
    reviewed_by: ReviewedBy | None = given("By whom one of its guarantees is reviewed.", default=None)
    order_by: ApplicationOrder = given("In which order.", default=ApplicationOrder.NEWEST)

    def wanted(self) -> Wanted:
        """The conditions, as the use case takes them."""
        return Wanted(
            status=self.status,
            branch_id=ids.wanted(self.branch_id, "Branch"),
            submitted_from=self.submitted_from,
            submitted_to=self.submitted_to,
            waiting_since_to=self.waiting_since_to,
            has_unread=self.has_unread,
            reviewed_by=self.reviewed_by,
        )


@strawberry.type
class ApplicationQueries:
    """Applications."""

    @root(
        PageOf(models.Application, order="-id", where=NotNull("submitted_at")),
        "Applications that the viewer may see, newest first: between contractor and surety. Drafts, which are the"
        " contractor's alone, only with the filter {status: DRAFT}. A surety's work list: {orderBy:"
        " LONGEST_WAITING}, with the branch.",
    )
    async def applications(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[ApplicationFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> Connection[Application]:
        given_filter = filter or ApplicationFilter()
        wanted, reader, rows = given_filter.wanted(), info.context.reader, include(info, *EDGES)
        page: Any
        if given_filter.order_by is ApplicationOrder.NEWEST:
            count, behind = page_arguments(first, after)
            page = await list_applications.page(reader=reader, first=count, after=behind, include=rows, wanted=wanted)
        else:
            count, place = moment_page_arguments(first, after)
            page = await list_applications.longest_waiting(
                reader=reader, first=count, after=place, include=rows, wanted=wanted
            )
        return page
