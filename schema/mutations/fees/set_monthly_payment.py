"""setMonthlyPayment."""

import datetime

import strawberry

from resolvers.guarantees import set_monthly_payment as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.fees.monthly_payment import MonthlyPayment


@described_input
class SetMonthlyPaymentInput:
    """A contractor and a day."""

    contractor_id: strawberry.ID = given("The contractor.")
    may_pay_monthly: bool = given("Whether it may pay by the month (一括納付).")
    valid_from: datetime.date = given("From this day in Japan on: today or later.")


@described
class MonthlyPaymentSet:
    """It is entered."""

    monthly_payment: MonthlyPayment = column("The entry.")


@mutation(
    use_case.set_,
    "The surety enters whether a contractor may pay fees by the month (一括納付), from a day on. Until it may,"
    " MONTHLY_CONSOLIDATED is refused: at the application, the approval and the issue. Repeating it changes nothing.",
)
async def set_monthly_payment(context: Context, input: SetMonthlyPaymentInput) -> MonthlyPaymentSet:
    row = await use_case.set_(
        contractor_id=ids.key_of(input.contractor_id, "Contractor"),
        may_pay_monthly=input.may_pay_monthly,
        valid_from=input.valid_from,
        **context.caller,
    )
    return answer(MonthlyPaymentSet, monthly_payment=row)
