"""decideClaim."""

import strawberry

from resolvers.claims import decide_claim as use_case
from resolvers.claims.decide_claim import ClaimDecision
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Yen
from schema.types.after_issue.claim import Claim


@described_input
class DecideClaimInput:
    """The surety's decision on a claim."""

    claim_id: strawberry.ID = given("The claim.")
    decision: ClaimDecision = given("What is decided.")
    amount: Yen | None = given("What is going to be paid, at most what is claimed: by default all of it.", default=None)
    reason: str = given("Shown to the obligee, up to 1,000 characters.")


@described
class ClaimDecided:
    """The surety has decided."""

    claim: Claim = column("The claim, ACCEPTED or REJECTED.")


@mutation(
    use_case.decide,
    "The surety accepts a claim, whole or in part, or rejects it; then the guarantee is in force again.",
)
async def decide_claim(context: Context, input: DecideClaimInput) -> ClaimDecided:
    claim = await use_case.decide(
        claim_id=ids.key_of(input.claim_id, "Claim"),
        decision=input.decision,
        amount=input.amount,
        reason=input.reason,
        **context.caller,
    )
    return answer(ClaimDecided, claim=claim)
