"""createApiClient."""

import strawberry

from models.commands import ApiClientRequest
from models.parties.account import MOST_OBLIGEES
from resolvers.parties import manage_api_clients
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.api_client import ApiClient


@described_input
class CreateApiClientInput:
    """An API client to be created."""

    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )
    name: str = given("Unique among API clients, up to 120 characters.")
    obligee_ids: list[strawberry.ID] = given("The obligees for which it is to act, 1 to 2,000.", most=MOST_OBLIGEES)
    requests_per_minute: int = given(
        "How often it may ask, of each server process: 1 to 60,000.", default=manage_api_clients.DEFAULT_RATE
    )

    def request(self) -> ApiClientRequest:
        """As the use case takes it."""
        return ApiClientRequest(
            name=self.name,
            obligee_ids=tuple(ids.key_of(id_, "Obligee") for id_ in self.obligee_ids),
            requests_per_minute=self.requests_per_minute,
        )


@described
class ApiClientCreated:
    """The API client is there; it can ask when it has a token."""

    api_client: ApiClient = column("The API client.")


@mutation(
    manage_api_clients.create,
    "The operator creates an API client for an e-contract system. Safe to retry with the same idempotencyKey.",
)
async def create_api_client(context: Context, input: CreateApiClientInput) -> ApiClientCreated:
    client = await manage_api_clients.create(
        request=input.request(),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(ApiClientCreated, api_client=client)
