"""signOut."""

import strawberry

from resolvers.parties import sessions
from schema.context import Info


@strawberry.type
class SignOut:
    """signOut."""

    @strawberry.mutation(description="End the session of the token that was sent; false for a token of an API client.")
    async def sign_out(self, info: Info) -> bool:
        context = info.context
        return await sessions.sign_out(token=context.token, viewer=context.viewer, at=context.at)
