"""revokeApiToken."""

from typing import Annotated

import strawberry

from resolvers.parties import manage_api_tokens
from schema.context import Info, loaded
from schema.errors import NotFound
from schema.mutations.inputs import INPUT
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.api_client import AccessToken


@described_input
class RevokeApiTokenInput:
    """Which token."""

    access_token_id: strawberry.ID = given("The id of the token (not the token itself).")


@described
class ApiTokenRevoked:
    """From now on the token is nobody's."""

    access_token: AccessToken = column("The token as it is now.")


RevokeApiTokenResult = Annotated[
    ApiTokenRevoked | NotFound, strawberry.union("RevokeApiTokenResult", description="What came of it.")
]


@strawberry.type
class RevokeApiToken:
    """revokeApiToken."""

    @strawberry.mutation(description="The operator ends a token of an API client. Doing it again does nothing.")
    async def revoke_api_token(self, info: Info, input: Annotated[RevokeApiTokenInput, INPUT]) -> RevokeApiTokenResult:
        row = await manage_api_tokens.revoke(
            token_id=ids.key_of(input.access_token_id, "AccessToken"), viewer=info.context.viewer, at=info.context.at
        )
        return ApiTokenRevoked(access_token=await loaded(info, row, "accessToken", on="ApiTokenRevoked"))
