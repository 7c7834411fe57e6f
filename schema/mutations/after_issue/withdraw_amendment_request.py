"""withdrawAmendmentRequest."""

import strawberry

from resolvers.amendments import amendment_requests
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.after_issue.amendment_request import AmendmentRequest


@described_input
class AmendmentRequestActionInput:
    """Which request."""

    amendment_request_id: strawberry.ID = given("The request.")


@described
class AmendmentRequestWithdrawn:
    """It has been withdrawn."""

    amendment_request: AmendmentRequest = column("The request as it is now: WITHDRAWN.")


@mutation(
    amendment_requests.withdraw,
    "The contractor takes back its request for an amendment while it is open. The branch gets a mail.",
)
async def withdraw_amendment_request(context: Context, input: AmendmentRequestActionInput) -> AmendmentRequestWithdrawn:
    request = await amendment_requests.withdraw(
        request_id=ids.key_of(input.amendment_request_id, "AmendmentRequest"), **context.caller
    )
    return answer(AmendmentRequestWithdrawn, amendment_request=request)
