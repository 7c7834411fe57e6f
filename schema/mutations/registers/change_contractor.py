"""changeContractor."""

import strawberry

from resolvers.parties.registers import contractor_register
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.registers import given_columns
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.contractor import Contractor


@described_input
class ChangeContractorInput:
    """What to change: what is left out stays, an empty text removes what is optional."""

    contractor_id: strawberry.ID = given("The contractor.")
    version: int = given("Contractor.version as it was read; if it has changed since, the change is refused.")
    name: str | None = given("Company name, up to 120 characters.", default=None)
    address: str | None = given("As printed on certificates, up to 200 characters.", default=None)
    representative: str | None = given("Title and name, up to 120 characters.", default=None)
    corporate_number: str | None = given("法人番号, unique; for the operator.", default=None)
    is_active: bool | None = given("Whether it may apply, for the operator; what is under way runs on.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class ContractorChanged:
    """The contractor has been changed, for what comes from now on."""

    contractor: Contractor = column("The contractor as it is now, with the next version.")


@mutation(
    contractor_register.change,
    "The operator, or an administrator of the contractor, changes its entry. Certificates and statements of before keep"
    " what they say. Safe to retry with the same idempotencyKey.",
)
async def change_contractor(context: Context, input: ChangeContractorInput) -> ContractorChanged:
    contractor = await contractor_register.change(
        contractor_id=ids.key_of(input.contractor_id, "Contractor"),
        version=input.version,
        given=given_columns.of(input, "contractor_id"),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(ContractorChanged, contractor=contractor)
