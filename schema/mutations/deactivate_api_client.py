"""deactivateApiClient."""

from typing import Annotated

import strawberry

from resolvers.parties import manage_api_clients
from schema.context import Info, loaded
from schema.errors import NotFound
from schema.mutations.inputs import INPUT
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.api_client import ApiClient


@described_input
class DeactivateApiClientInput:
    """Which API client."""

    api_client_id: strawberry.ID = given("The API client.")


@described
class ApiClientDeactivated:
    """From now on its tokens are nobody's."""

    api_client: ApiClient = column("The API client as it is now.")


DeactivateApiClientResult = Annotated[
    ApiClientDeactivated | NotFound, strawberry.union("DeactivateApiClientResult", description="What came of it.")
]


@strawberry.type
class DeactivateApiClient:
    """deactivateApiClient."""

    @strawberry.mutation(
        description="The operator ends an API client with all its tokens, for good. Doing it again does nothing."
    )
    async def deactivate_api_client(
        self, info: Info, input: Annotated[DeactivateApiClientInput, INPUT]
    ) -> DeactivateApiClientResult:
        client = await manage_api_clients.deactivate(
            client_id=ids.key_of(input.api_client_id, "ApiClient"), viewer=info.context.viewer, at=info.context.at
        )
        return ApiClientDeactivated(api_client=await loaded(info, client, "apiClient", on="ApiClientDeactivated"))
