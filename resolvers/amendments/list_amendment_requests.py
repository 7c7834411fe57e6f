"""Requests for amendments as a list; those of a branch that are open are its work list."""

from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Subquery

from models.after_issue.amendment_request import AmendmentRequest, AmendmentRequestStatus
from models.guarantee import Guarantee
from resolvers import access, text_checks
from resolvers.conditions import given, matching
from resolvers.lists import sorted_pages
from resolvers.loading import Reader
from resolvers.relations import Include, Page, PageOf
from resolvers.text_conditions import containing

LIST = PageOf(AmendmentRequest, order="-id")
SEARCHED = ("number", "contract__project_name", "contract__joint_venture_name", "contractor__name")
"""Of the guarantees of the requests; without an index, because only few are amended."""


@dataclass(frozen=True)
class Wanted:
    """The filter: all given conditions must hold, None is no condition."""

    status: AmendmentRequestStatus | None = None
    guarantee_id: UUID | None = None
    branch_id: UUID | None = None
    search: str | None = None


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    wanted: Wanted,
    is_counted: bool = False,
) -> Page:
    """Requests that the viewer may see, newest first; `is_counted` asks for their number.

    Raises NotSignedIn, NotAllowed, InvalidInput.
    """
    access.require("amendmentRequests", reader.viewer)
    text_checks.require_searchable(search=wanted.search)
    conditions = {
        "status": wanted.status,
        "guarantee_id": wanted.guarantee_id,
        "guarantee__handling_branch_id": wanted.branch_id,
    }
    visible = AmendmentRequest.filter(access.visible(AmendmentRequest, reader.viewer), given(conditions))
    found = visible
    if wanted.search:
        of_requests = Guarantee.filter(matching({"id__in": Subquery(visible.values("guarantee_id"))}))
        guarantees = containing(of_requests, wanted.search, *SEARCHED)
        found = visible.filter(matching({"guarantee_id__in": Subquery(guarantees.values("id"))}))
    return await sorted_pages.page(
        found, None, first=first, after=after, include=include, reader=reader, is_counted=is_counted
    )
