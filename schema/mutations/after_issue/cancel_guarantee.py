"""cancelGuarantee."""

from resolvers.endings import end_guarantees
from schema.context import Context
from schema.mutations.inputs import GuaranteeReasonInput
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described
from schema.types.guarantee import Guarantee


@described
class GuaranteeCancelled:
    """It has been cancelled."""

    guarantee: Guarantee = column("The guarantee as it is now: CANCELLED.")


@mutation(
    end_guarantees.cancel,
    "The surety cancels a guarantee before its effect (取消): until the obligee has accepted a certificate of it;"
    " afterwards it is released. A statement refunds the whole fee. Refused for an advance payment on which an"
    " intermediate one relies. The contractor gets a mail, and an obligee to whom the key notice was mailed.",
)
async def cancel_guarantee(context: Context, input: GuaranteeReasonInput) -> GuaranteeCancelled:
    guarantee = await end_guarantees.cancel(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"), reason=input.reason, **context.caller
    )
    return answer(GuaranteeCancelled, guarantee=guarantee)
