"""changeApiClient."""

import strawberry

from models.parties.account import MOST_OBLIGEES
from resolvers.parties import manage_api_clients
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.api_client import ApiClient


@described_input
class ChangeApiClientInput:
    """What is to be otherwise."""

    api_client_id: strawberry.ID = given("The API client.")
    obligee_ids: list[strawberry.ID] | None = given(
        "All the obligees for which it is to act from now on, 1 to 2,000; as they are if null.",
        most=MOST_OBLIGEES,
        default=None,
    )
    requests_per_minute: int | None = given("How often it may ask, 1 to 60,000; as it is if null.", default=None)


@described
class ApiClientChanged:
    """It is as requested, from its next request on."""

    api_client: ApiClient = column("The API client as it is now.")


@mutation(
    manage_api_clients.change,
    "The operator sets for whom an API client acts, and how often it may ask.",
)
async def change_api_client(context: Context, input: ChangeApiClientInput) -> ApiClientChanged:
    wanted = input.obligee_ids
    client = await manage_api_clients.change(
        client_id=ids.key_of(input.api_client_id, "ApiClient"),
        obligee_ids=None if wanted is None else [ids.key_of(id_, "Obligee") for id_ in wanted],
        requests_per_minute=input.requests_per_minute,
        **context.caller,
    )
    return answer(ApiClientChanged, api_client=client)
