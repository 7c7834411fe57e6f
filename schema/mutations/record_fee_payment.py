"""recordFeePayment."""

import datetime

import strawberry

from resolvers.guarantees import review
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.guarantee import Guarantee


@described_input
class RecordFeePaymentInput:
    """Which fee came in when."""

    guarantee_id: strawberry.ID = given("The guarantee.")
    paid_on: datetime.date = given("入金日, from the day of the approval to today.")


@described
class FeePaymentRecorded:
    """The fee has been received; it can be issued."""

    guarantee: Guarantee = column("The guarantee as it is now.")


@mutation(
    review.record_fee_payment,
    "The surety notes that the fee of an approved guarantee has come in.",
)
async def record_fee_payment(context: Context, input: RecordFeePaymentInput) -> FeePaymentRecorded:
    guarantee = await review.record_fee_payment(
        guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
        paid_on=input.paid_on,
        **context.caller,
    )
    return answer(FeePaymentRecorded, guarantee=guarantee)
