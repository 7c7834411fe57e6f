"""issueApiToken."""

import datetime

import strawberry

from resolvers.parties import manage_api_tokens
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.api_client import AccessToken


@described_input
class IssueApiTokenInput:
    """A token to be issued."""

    api_client_id: strawberry.ID = given("Whose token.")
    name: str = given("Up to 120 characters; no other token of the client that is not revoked may have it.")
    expires_on: datetime.date | None = given(
        "The last day in Japan on which it is valid, up to 730 days from now; 365 days from now if null.", default=None
    )


@described
class ApiTokenIssued:
    """There is a new token."""

    token: str = column("Send it as `Authorization: Bearer …`. It is told here and never again.")
    access_token: AccessToken = column("What is known of it from now on.")


@mutation(
    manage_api_tokens.issue,
    "The operator issues one more token to an API client. If the response was lost, revoke the token"
    " of that name and issue another; the name is in use until then.",
)
async def issue_api_token(context: Context, input: IssueApiTokenInput) -> ApiTokenIssued:
    token, row = await manage_api_tokens.issue(
        client_id=ids.key_of(input.api_client_id, "ApiClient"),
        name=input.name,
        expires_on=input.expires_on,
        **context.caller,
    )
    return answer(ApiTokenIssued, token=token, access_token=row)
