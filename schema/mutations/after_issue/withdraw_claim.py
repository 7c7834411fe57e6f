"""withdrawClaim."""

import strawberry

from resolvers.claims import withdraw_claim as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.after_issue.claim import Claim


@described_input
class ClaimReasonInput:
    """Which claim, and why."""

    claim_id: strawberry.ID = given("The claim.")
    reason: str = given("Shown to the other side, up to 1,000 characters.")


@described
class ClaimWithdrawn:
    """The obligee no longer claims."""

    claim: Claim = column("The claim, WITHDRAWN.")


@mutation(
    use_case.withdraw,
    "The obligee withdraws a claim that is not decided yet; the guarantee is in force again.",
)
async def withdraw_claim(context: Context, input: ClaimReasonInput) -> ClaimWithdrawn:
    claim = await use_case.withdraw(claim_id=ids.key_of(input.claim_id, "Claim"), reason=input.reason, **context.caller)
    return answer(ClaimWithdrawn, claim=claim)
