"""createContractor."""

from resolvers.parties.registers import contractor_register
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.registers import given_columns
from schema.reading.fields import column, described, described_input, given
from schema.types.contractor import Contractor


@described_input
class CreateContractorInput:
    """A contractor to be registered."""

    name: str = given("Company name, up to 120 characters.")
    address: str = given("As printed on certificates, up to 200 characters; unique with the name.")
    representative: str | None = given("Title and name, up to 120 characters.", default=None)
    corporate_number: str | None = given("法人番号, unique; its check digit is verified.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class ContractorCreated:
    """The contractor is registered; its people can be invited."""

    contractor: Contractor = column("The contractor.")


@mutation(
    contractor_register.create,
    "The operator registers a contractor. Safe to retry with the same idempotencyKey.",
)
async def create_contractor(context: Context, input: CreateContractorInput) -> ContractorCreated:
    contractor = await contractor_register.create(
        given=given_columns.of(input),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(ContractorCreated, contractor=contractor)
