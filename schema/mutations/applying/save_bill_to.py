"""saveBillTo."""

import strawberry

from models.commands import BillToRequest
from resolvers.parties import bill_to_register
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.bill_to import BillTo


@described_input
class SaveBillToInput:
    """A bill-to party; with a billToId, what it says from now on."""

    bill_to_id: strawberry.ID | None = given("The entry to be changed, as a whole; a new one if null.", default=None)
    name: str = given("Company name, up to 120 characters; unique with the department.")
    department: str | None = given("部署, up to 60 characters.", default=None)
    address: str | None = given("住所, up to 120 characters.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class BillToSaved:
    """The entry is in the register."""

    bill_to: BillTo = column("The entry as it is now.")


@mutation(
    bill_to_register.save,
    "Adds a bill-to party to the contractor's register, or changes one. Existing fee statements stay as they are; those"
    " that follow have what it says then.",
)
async def save_bill_to(context: Context, input: SaveBillToInput) -> BillToSaved:
    saved = await bill_to_register.save(
        bill_to_id=ids.wanted(input.bill_to_id, "BillTo"),
        request=BillToRequest(name=input.name, department=input.department, address=input.address),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(BillToSaved, bill_to=saved)
