"""deactivateApiClient."""

import strawberry

from resolvers.parties import manage_api_clients
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.api_client import ApiClient


@described_input
class DeactivateApiClientInput:
    """Which API client."""

    api_client_id: strawberry.ID = given("The API client.")


@described
class ApiClientDeactivated:
    """From now on its tokens are rejected."""

    api_client: ApiClient = column("The API client as it is now.")


@mutation(
    manage_api_clients.deactivate,
    "The operator deactivates an API client with all its tokens permanently. Repeating it has no effect.",
)
async def deactivate_api_client(context: Context, input: DeactivateApiClientInput) -> ApiClientDeactivated:
    client = await manage_api_clients.deactivate(
        client_id=ids.key_of(input.api_client_id, "ApiClient"), **context.caller
    )
    return answer(ApiClientDeactivated, api_client=client)
