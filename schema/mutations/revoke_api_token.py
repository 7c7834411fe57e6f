"""revokeApiToken."""

import strawberry

from resolvers.parties import manage_api_tokens
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.api_client import AccessToken


@described_input
class RevokeApiTokenInput:
    """Which token."""

    access_token_id: strawberry.ID = given("The id of the token (not the token itself).")


@described
class ApiTokenRevoked:
    """From now on the token is rejected."""

    access_token: AccessToken = column("The token as it is now.")


@mutation(
    manage_api_tokens.revoke,
    "The operator ends a token of an API client. Doing it again does nothing.",
)
async def revoke_api_token(context: Context, input: RevokeApiTokenInput) -> ApiTokenRevoked:
    row = await manage_api_tokens.revoke(token_id=ids.key_of(input.access_token_id, "AccessToken"), **context.caller)
    return answer(ApiTokenRevoked, access_token=row)
