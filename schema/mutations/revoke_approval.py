"""revokeApproval."""

from resolvers.guarantees import review
from schema.context import Context
from schema.mutations.inputs import GuaranteeReasonInput
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described
from schema.types.guarantee import Guarantee


@described
class ApprovalRevoked:
    """Its approval has been revoked."""

    guarantee: Guarantee = column("The guarantee as it is now: SUBMITTED, without an expiry date.")


@mutation(
    review.revoke_approval,
    "The surety revokes an approval, until the guarantee is issued; it is in review again. Refused once the fee is"
    " paid; an unpaid fee is no longer requested, and a statement says so.",
)
async def revoke_approval(context: Context, input: GuaranteeReasonInput) -> ApprovalRevoked:
    guarantee = await review.revoke_approval(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"), reason=input.reason, **context.caller
    )
    return answer(ApprovalRevoked, guarantee=guarantee)
