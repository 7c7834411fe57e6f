"""recordFeePayment."""

import datetime
from typing import Annotated

import strawberry

from resolvers.guarantees import review
from schema.context import Info, loaded
from schema.errors import InvalidInput, NotFound, WrongState
from schema.mutations.inputs import INPUT
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


RecordFeePaymentResult = Annotated[
    FeePaymentRecorded | WrongState | NotFound | InvalidInput,
    strawberry.union("RecordFeePaymentResult", description="What came of it."),
]


@strawberry.type
class RecordFeePayment:
    """recordFeePayment."""

    @strawberry.mutation(description="The surety notes that the fee of an approved guarantee has come in.")
    async def record_fee_payment(
        self, info: Info, input: Annotated[RecordFeePaymentInput, INPUT]
    ) -> RecordFeePaymentResult:
        guarantee = await review.record_fee_payment(
            guarantee_id=ids.key_of(input.guarantee_id, "Guarantee"),
            paid_on=input.paid_on,
            viewer=info.context.viewer,
            at=info.context.at,
        )
        return FeePaymentRecorded(guarantee=await loaded(info, guarantee, "guarantee", on="FeePaymentRecorded"))
