"""startClaimReview."""

import strawberry

from resolvers.claims import decide_claim as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.after_issue.claim import Claim


@described_input
class ClaimActionInput:
    """Which claim."""

    claim_id: strawberry.ID = given("The claim.")


@described
class ClaimReviewStarted:
    """The surety reviews it."""

    claim: Claim = column("The claim, UNDER_REVIEW.")


@mutation(use_case.start_review, "The surety begins to review a claim that has arrived.")
async def start_claim_review(context: Context, input: ClaimActionInput) -> ClaimReviewStarted:
    claim = await use_case.start_review(claim_id=ids.key_of(input.claim_id, "Claim"), **context.caller)
    return answer(ClaimReviewStarted, claim=claim)
