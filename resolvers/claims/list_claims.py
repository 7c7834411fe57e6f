"""Claims as a list."""

from uuid import UUID

from models.after_issue.claim import Claim, ClaimStatus
from resolvers import access
from resolvers.conditions import given
from resolvers.loading import Reader, page_of
from resolvers.relations import Include, Page, PageOf

LIST = PageOf(Claim, order="-id")


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    status: ClaimStatus | None = None,
    guarantee_id: UUID | None = None,
    guarantee_number: str | None = None,
    branch_id: UUID | None = None,
) -> Page:
    """Claims that the viewer may see, the newest first."""
    access.require("claims", reader.viewer)
    where = given(
        {
            "status": status,
            "guarantee_id": guarantee_id,
            "guarantee__number": guarantee_number,
            "guarantee__handling_branch_id": branch_id,
        }
    )
    return await page_of(Claim, where, order=LIST.order, first=first, after=after, include=include, reader=reader)
