"""Accounts."""

from typing import Annotated, Any

import strawberry

from resolvers.accounts import list_accounts
from schema.context import Info
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.lookahead import EDGES, include
from schema.types.parties.account import Account


@strawberry.type
class AccountQueries:
    """Accounts."""

    # Not declared as a root: what is compiled is the same for every account of a role.
    @strawberry.field(
        description="For administrators: the accounts of their organisation; for the operator's: of all. Newest first."
    )
    async def accounts(
        self,
        info: Info,
        first: First = DEFAULT_PAGE,
        after: After = None,
        search: Annotated[str | None, strawberry.argument(description="In name or address.")] = None,
    ) -> Connection[Account]:
        count, behind = page_arguments(first, after)
        page: Any = await list_accounts.page(
            reader=info.context.reader, first=count, after=behind, include=include(info, *EDGES), search=search
        )
        return page
