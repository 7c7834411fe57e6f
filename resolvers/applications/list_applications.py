"""Applications as a list."""

import datetime
from uuid import UUID

from tortoise.expressions import Subquery

from models.applying.application import Application
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import end_of, start_of
from resolvers import access
from resolvers.conditions import given, matching
from resolvers.loading import Reader, page_of
from resolvers.relations import Include, Page


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    status: GuaranteeStatus | None = None,
    branch_id: UUID | None = None,
    submitted_from: datetime.date | None = None,
    submitted_to: datetime.date | None = None,
) -> Page:
    """Applications that the viewer may see, newest first; `status` matches any of its guarantees.

    Drafts are listed for DRAFT alone: nothing else is in that state.
    """
    access.require("applications", reader.viewer)
    wanted = {
        "submission_branch_id": branch_id,
        "submitted_at__gte": submitted_from and start_of(submitted_from),
        "submitted_at__lte": submitted_to and end_of(submitted_to),
    }
    where = given(wanted) & matching({"submitted_at__isnull": status is GuaranteeStatus.DRAFT})
    if status not in {None, GuaranteeStatus.DRAFT}:
        where &= matching({"id__in": Subquery(Guarantee.filter(status=status).values("application_id"))})
    return await page_of(Application, where, order="-id", first=first, after=after, include=include, reader=reader)
