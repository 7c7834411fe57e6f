"""Applications."""

import datetime
from typing import Annotated, Any

import strawberry

import models
from models.enums import GuaranteeKind
from models.guarantee import GuaranteeStatus
from resolvers.applications import list_applications
from resolvers.applications.list_applications import ApplicationOrder, ReviewedBy, Wanted
from resolvers.conditions import NotNull
from resolvers.relations import PageOf
from schema.context import Info
from schema.reading.connections import (
    DEFAULT_PAGE,
    After,
    Connection,
    First,
    moment_page_arguments,
    page_arguments,
    total_count,
)
from schema.reading.fields import condition, described, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include, selects
from schema.types.application import Application


@described_input
class ApplicationFilter:
    """Which applications; everything that is given must hold."""

    search: str | None = condition(
        "A number of its guarantees, 工事名 (業務名), the contractor's name or 共同企業体 contains this (up to 150"
        " characters), whatever the width, case, spaces, kind of dashes and form of kanji."
    )
    kind: GuaranteeKind | None = condition("One of its guarantees is of this kind.")
    is_electronic: bool | None = condition("Whether that guarantee is electronic (電子保証).")
    obligee_id: strawberry.ID | None = condition("In favour of this obligee.", of="Obligee")
    status: GuaranteeStatus | None = condition(
        "Any of its guarantees is in this state; DRAFT: applications that are not submitted yet."
    )
    branch_id: strawberry.ID | None = condition("Sent to this branch.", of="Branch")
    submitted_from: datetime.date | None = condition("Submitted on or after this day in Japan.")
    submitted_to: datetime.date | None = condition("Submitted on or before this day in Japan.")
    waiting_since_to: datetime.date | None = condition(
        "Has waited for the surety's decision since this day in Japan, or longer."
    )
    has_unread: bool | None = condition("Whether it has messages that the viewer's side has not read.")
    reviewed_by: ReviewedBy | None = condition("By whom one of its guarantees is reviewed.")
    order_by: ApplicationOrder | None = condition("In which order; NEWEST if it is left out.")


@described
class ApplicationConnection(Connection[Application]):
    """A page of applications."""

    total_count: int | None = total_count("applications")


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
    ) -> ApplicationConnection:
        wanted, reader = Wanted(**filter_arguments(filter)), info.context.reader
        rows, is_counted = include(info, *EDGES), selects(info, "totalCount")
        page: Any
        if wanted.order_by is ApplicationOrder.LONGEST_WAITING:
            count, place = moment_page_arguments(first, after)
            page = await list_applications.longest_waiting(
                reader=reader, first=count, after=place, include=rows, wanted=wanted, is_counted=is_counted
            )
        else:
            count, behind = page_arguments(first, after)
            page = await list_applications.page(
                reader=reader, first=count, after=behind, include=rows, wanted=wanted, is_counted=is_counted
            )
        return page
