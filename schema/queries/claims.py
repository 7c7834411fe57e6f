"""claims."""

from typing import Annotated, Any

import strawberry

from models.after_issue.claim import ClaimStatus
from resolvers.claims import list_claims
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import condition, described_input, root
from schema.reading.filters import filter_arguments
from schema.reading.lookahead import EDGES, include
from schema.scalars import GuaranteeNumber
from schema.types.after_issue.claim import Claim


@described_input
class ClaimFilter:
    """Which claims; everything that is given must hold."""

    status: ClaimStatus | None = condition("In this state.")
    guarantee_id: strawberry.ID | None = condition("Under this guarantee.", of="Guarantee")
    guarantee_number: GuaranteeNumber | None = condition("Under the guarantee with this number.")
    branch_id: strawberry.ID | None = condition("Under guarantees of this branch (取扱箇所).", of="Branch")


@strawberry.type
class ClaimQueries:
    """claims."""

    @root(list_claims.LIST, "Claims (保証金請求) that the viewer may see, the newest first.")
    async def claims(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        filter: Annotated[ClaimFilter | None, strawberry.argument(description="Which ones.")] = None,
    ) -> Connection[Claim]:
        count, behind = page_arguments(first, after)
        page: Any = await list_claims.page(
            reader=info.context.reader,
            first=count,
            after=behind,
            include=include(info, *EDGES),
            **filter_arguments(filter),
        )
        return page
