"""amendmentRequests."""

from typing import Annotated, Any

import strawberry

from models.after_issue.amendment_request import AmendmentRequestStatus
from resolvers.amendments import list_amendment_requests
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments, total_count
from schema.reading.fields import condition, described, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include, selects
from schema.types.after_issue.amendment_request import AmendmentRequest


@described_input
class AmendmentRequestFilter:
    """Which requests; everything that is given must hold."""

    status: AmendmentRequestStatus | None = condition("In this state; OPEN is the surety's work list.")
    guarantee_id: strawberry.ID | None = condition("For this guarantee.", of="Guarantee")
    branch_id: strawberry.ID | None = condition("The guarantee is handled by this branch.", of="Branch")
    search: str | None = condition(
        "The guarantee's number, 工事名 (業務名) as it is now, the contractor's name or 共同企業体 contains this (up to"
        " 150 characters), whatever the width, case, spaces, kind of dashes and form of kanji."
    )


@described
class AmendmentRequestConnection(Connection[AmendmentRequest]):
    """A page of requests for amendments."""

    total_count: int | None = total_count("requests")


@strawberry.type
class AmendmentRequestQueries:
    """amendmentRequests."""

    @root(
        list_amendment_requests.LIST,
        "Requests for amendments, newest first: the contractor's own, the surety's. Members of a joint venture other"
        " than its lead do not see them.",
    )
    async def amendment_requests(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[AmendmentRequestFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> AmendmentRequestConnection:
        count, behind = page_arguments(first, after)
        page: Any = await list_amendment_requests.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            is_counted=selects(info, "totalCount"),
            wanted=list_amendment_requests.Wanted(**filter_arguments(filter)),
        )
        return page
