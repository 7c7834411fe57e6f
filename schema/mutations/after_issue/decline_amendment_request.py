"""declineAmendmentRequest."""

import strawberry

from resolvers.amendments import amendment_requests
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.after_issue.amendment_request import AmendmentRequest


@described_input
class DeclineAmendmentRequestInput:
    """Which request, and why."""

    amendment_request_id: strawberry.ID = given("The request.")
    reason: str = given("Shown to the contractor, up to 1,000 characters.")


@described
class AmendmentRequestDeclined:
    """It has been declined."""

    amendment_request: AmendmentRequest = column("The request as it is now: DECLINED; the guarantee is unchanged.")


@mutation(
    amendment_requests.decline,
    "The surety declines a request for an amendment while it is open, with a reason. The contractor gets a mail.",
)
async def decline_amendment_request(context: Context, input: DeclineAmendmentRequestInput) -> AmendmentRequestDeclined:
    request = await amendment_requests.decline(
        request_id=ids.key_of(input.amendment_request_id, "AmendmentRequest"), reason=input.reason, **context.caller
    )
    return answer(AmendmentRequestDeclined, amendment_request=request)
