"""signOut."""

import strawberry

from resolvers.parties import sessions
from schema.context import Info


@strawberry.mutation(description="End the session of the token that was sent; false for a token of an API client.")
async def sign_out(info: Info) -> bool:
    return await sessions.sign_out(token=info.context.token, **info.context.caller)
