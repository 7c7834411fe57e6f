"""changeContractingOfficer."""

import strawberry

from resolvers.parties.registers import officer_register
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.registers import given_columns
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.obligee import ContractingOfficer


@described_input
class ChangeContractingOfficerInput:
    """What to change: what is left out stays, an empty text removes what is optional."""

    contracting_officer_id: strawberry.ID = given("The contracting officer.")
    version: int = given("ContractingOfficer.version as it was read; if it has changed since, the change is refused.")
    title: str | None = given("As printed on certificates, up to 120 characters.", default=None)
    office: str | None = given("The bureau or office, up to 120 characters.", default=None)
    is_active: bool | None = given("Whether new contracts may name it; those that name it keep it.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class ContractingOfficerChanged:
    """The contracting officer has been changed, for what is issued from now on."""

    contracting_officer: ContractingOfficer = column("The contracting officer as it is now, with the next version.")


@mutation(
    officer_register.change,
    "The operator, or an administrator of the obligee, changes a contracting officer. Certificates of before keep what"
    " they say. Safe to retry with the same idempotencyKey.",
)
async def change_contracting_officer(
    context: Context, input: ChangeContractingOfficerInput
) -> ContractingOfficerChanged:
    officer = await officer_register.change(
        officer_id=ids.key_of(input.contracting_officer_id, "ContractingOfficer"),
        version=input.version,
        given=given_columns.of(input, "contracting_officer_id"),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(ContractingOfficerChanged, contracting_officer=officer)
