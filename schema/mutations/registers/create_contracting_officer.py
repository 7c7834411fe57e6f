"""createContractingOfficer."""

import strawberry

from resolvers.parties.registers import officer_register
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.registers import given_columns
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.obligee import ContractingOfficer


@described_input
class CreateContractingOfficerInput:
    """A contracting officer (被保証者) to be registered."""

    obligee_id: strawberry.ID | None = given("The obligee; required from the operator.", default=None)
    title: str = given("As printed on certificates, up to 120 characters; unique for the obligee.")
    office: str | None = given("The bureau or office, up to 120 characters.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class ContractingOfficerCreated:
    """Contracts may name the officer; where an obligee has several, new ones have to name one."""

    contracting_officer: ContractingOfficer = column("The contracting officer.")


@mutation(
    officer_register.create,
    "The operator, or an administrator of the obligee, registers a contracting officer. Safe to retry with the same"
    " idempotencyKey.",
)
async def create_contracting_officer(
    context: Context, input: CreateContractingOfficerInput
) -> ContractingOfficerCreated:
    officer = await officer_register.create(
        obligee_id=ids.wanted(input.obligee_id, "Obligee"),
        given=given_columns.of(input, "obligee_id"),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(ContractingOfficerCreated, contracting_officer=officer)
