"""recordClaimPayment."""

import datetime

import strawberry

from resolvers.claims import decide_claim as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Yen
from schema.types.after_issue.claim import Claim


@described_input
class RecordClaimPaymentInput:
    """A payment."""

    claim_id: strawberry.ID = given("The claim.")
    paid_on: datetime.date = given("The day of the payment; not in the future.")
    amount: Yen = given("What was paid: what was accepted, and the interest until that day.")


@described
class ClaimPaymentRecorded:
    """The claim is paid."""

    claim: Claim = column("The claim, PAID; so is its guarantee.")


@mutation(
    use_case.record_payment,
    "The surety records that it has paid a claim that it accepted. Another sum than what is owed on that day is refused"
    " with that sum.",
)
async def record_claim_payment(context: Context, input: RecordClaimPaymentInput) -> ClaimPaymentRecorded:
    claim = await use_case.record_payment(
        claim_id=ids.key_of(input.claim_id, "Claim"), paid_on=input.paid_on, amount=input.amount, **context.caller
    )
    return answer(ClaimPaymentRecorded, claim=claim)
