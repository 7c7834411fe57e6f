"""releaseGuarantee."""

from resolvers.endings import end_guarantees
from schema.context import Context
from schema.mutations.inputs import GuaranteeReasonInput
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described
from schema.types.guarantee import Guarantee


@described
class GuaranteeReleased:
    """It has been released."""

    guarantee: Guarantee = column("The guarantee as it is now: RELEASED.")


@mutation(
    end_guarantees.release,
    "The surety releases a guarantee (解除): the works are done, or the advance is settled. It ends now; nothing of the"
    " fee is refunded, and the other guarantees of the contract stay. The contractor gets a mail, and an obligee to"
    " whom the key notice was mailed.",
)
async def release_guarantee(context: Context, input: GuaranteeReasonInput) -> GuaranteeReleased:
    guarantee = await end_guarantees.release(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"), reason=input.reason, **context.caller
    )
    return answer(GuaranteeReleased, guarantee=guarantee)
