"""recordFeePayment."""

import datetime

import strawberry

from models.fees.monthly_bill import PaymentRequest
from models.guarantee import Guarantee as GuaranteeRow
from resolvers.guarantees import record_payment
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Yen
from schema.types.fees.monthly_bill import FeePayment
from schema.types.guarantee import Guarantee


@described_input
class RecordFeePaymentInput:
    """Which fee came in when: of a guarantee that waits for it or was amended, or for a monthly bill."""

    guarantee_id: strawberry.ID | None = given(
        "The guarantee whose fee was paid; after its issue all that is open of additional fees.", default=None
    )
    paid_on: datetime.date = given(
        "入金日, up to today: from the day of the approval, of the last fee statement after the issue, or the first day"
        " of the bill's month; of a reversal from the day of the payment."
    )
    monthly_bill_id: strawberry.ID | None = given("The monthly bill; then an amount, or `reverses`.", default=None)
    amount: Yen | None = given("What was paid for the bill: also a part, or too much.", default=None)
    reverses: strawberry.ID | None = given("A payment for the bill that is taken back, whole.", default=None)
    paper_receipt: bool = given("Whether a receipt (領収書) goes out, which is on paper.", default=False)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )

    def request(self) -> PaymentRequest:
        """As the use case takes it."""
        return PaymentRequest(
            guarantee_id=ids.wanted(self.guarantee_id, "Guarantee"),
            monthly_bill_id=ids.wanted(self.monthly_bill_id, "MonthlyBill"),
            paid_on=self.paid_on,
            amount=self.amount,
            reverses=ids.wanted(self.reverses, "FeePayment"),
            paper_receipt=self.paper_receipt,
        )


@described
class FeePaymentRecorded:
    """The fee has been received; what waits for it can be issued."""

    guarantee: Guarantee = column("The guarantee as it is now.")


@described
class BillPaymentRecorded:
    """The payment for a monthly bill, or its reversal, is recorded."""

    payment: FeePayment = column("The payment.")


@mutation(
    record_payment.record,
    "The surety notes that a fee has come in: of an approved guarantee, of what amendments have added to a fee that is"
    " paid singly, or for a monthly bill (一括納付).",
)
async def record_fee_payment(
    context: Context, input: RecordFeePaymentInput
) -> FeePaymentRecorded | BillPaymentRecorded:
    recorded = await record_payment.record(
        request=input.request(), idempotency_key=input.idempotency_key, **context.caller
    )
    if isinstance(recorded, GuaranteeRow):
        return answer(FeePaymentRecorded, guarantee=recorded)
    return answer(BillPaymentRecorded, payment=recorded)
