"""setBillingDay."""

from resolvers.guarantees import set_billing_day as use_case
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading.fields import column, described, described_input, given
from schema.types.surety import Surety


@described_input
class SetBillingDayInput:
    """The day of the bills of 一括納付."""

    day: int = given("2 to 28: from this day of a month on, the bills of the month before are made.")


@described
class BillingDaySet:
    """It is set, from the next bills on."""

    surety: Surety = column("The surety.")


@mutation(use_case.set_, "The surety sets the day of the month on which the bills of 一括納付 are made.")
async def set_billing_day(context: Context, input: SetBillingDayInput) -> BillingDaySet:
    return answer(BillingDaySet, surety=await use_case.set_(day=input.day, **context.caller))
