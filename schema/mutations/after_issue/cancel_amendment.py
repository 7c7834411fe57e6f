"""cancelAmendment."""

from resolvers.amendments import cancel_amendment as use_case
from schema.context import Context
from schema.mutations.inputs import GuaranteeReasonInput
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described
from schema.types.certificate import Certificate
from schema.types.guarantee import Guarantee


@described
class AmendmentCancelled:
    """Its last amendment has been cancelled."""

    guarantee: Guarantee = column("The guarantee with the terms of before the amendment.")
    certificate: Certificate = column("The version that holds again; the amended one is CANCELLED.")


@mutation(
    use_case.cancel,
    "The surety cancels the newest amendment (変更取消). The version before it holds again under the same number and"
    " key and has to be handed over anew; the terms go back, and a further statement takes back the difference in fee."
    " A repeated call is WrongState: what was amended before is never cancelled with it.",
)
async def cancel_amendment(context: Context, input: GuaranteeReasonInput) -> AmendmentCancelled:
    guarantee, certificate = await use_case.cancel(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"), reason=input.reason, **context.caller
    )
    return answer(AmendmentCancelled, guarantee=guarantee, certificate=certificate)
