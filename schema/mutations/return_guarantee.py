"""returnGuarantee."""

from resolvers.guarantees import review
from schema.context import Context
from schema.mutations.inputs import GuaranteeReasonInput
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described
from schema.types.guarantee import Guarantee


@described
class GuaranteeReturned:
    """It has been returned to the contractor."""

    guarantee: Guarantee = column("The guarantee as it is now.")


@mutation(
    review.return_application,
    "The surety returns a guarantee in review to the contractor for mending.",
)
async def return_guarantee(context: Context, input: GuaranteeReasonInput) -> GuaranteeReturned:
    guarantee = await review.return_application(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
        reason=input.reason,
        **context.caller,
    )
    return answer(GuaranteeReturned, guarantee=guarantee)
