"""removeBillTo."""

import strawberry

from resolvers.parties import bill_to_register
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given


@described_input
class RemoveBillToInput:
    """Which bill-to party."""

    bill_to_id: strawberry.ID = given("The entry to be removed.")


@described
class BillToRemoved:
    """The entry is not in the register any more."""

    bill_to_id: strawberry.ID = column("The id that it had.")


@mutation(
    bill_to_register.remove,
    "Removes a bill-to party from the contractor's register. Guarantees that were applied for with it keep it.",
)
async def remove_bill_to(context: Context, input: RemoveBillToInput) -> BillToRemoved:
    key = await bill_to_register.remove(bill_to_id=ids.key_of(input.bill_to_id, "BillTo"), **context.caller)
    return answer(BillToRemoved, bill_to_id=strawberry.ID(ids.to_id("BillTo", key)))
