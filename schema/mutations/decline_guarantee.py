"""declineGuarantee."""

from resolvers.guarantees import review
from schema.context import Context
from schema.mutations.inputs import GuaranteeReasonInput
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described
from schema.types.guarantee import Guarantee


@described
class GuaranteeDeclined:
    """It has been declined."""

    guarantee: Guarantee = column("The guarantee as it is now.")


@mutation(
    review.decline,
    "The surety declines a guarantee in review permanently.",
)
async def decline_guarantee(context: Context, input: GuaranteeReasonInput) -> GuaranteeDeclined:
    guarantee = await review.decline(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
        reason=input.reason,
        **context.caller,
    )
    return answer(GuaranteeDeclined, guarantee=guarantee)
