"""withdrawGuarantee."""

from resolvers.applications import withdraw
from schema.context import Context
from schema.mutations.inputs import GuaranteeReasonInput
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described
from schema.types.guarantee import Guarantee


@described
class GuaranteeWithdrawn:
    """It has been withdrawn."""

    guarantee: Guarantee = column("The guarantee as it is now; others of its application are unchanged.")


@mutation(
    withdraw.guarantee,
    "The contractor takes back one guarantee that is not issued yet; the others of its application stay.",
)
async def withdraw_guarantee(context: Context, input: GuaranteeReasonInput) -> GuaranteeWithdrawn:
    guarantee = await withdraw.guarantee(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"), reason=input.reason, **context.caller
    )
    return answer(GuaranteeWithdrawn, guarantee=guarantee)
