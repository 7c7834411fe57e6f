"""createBranch."""

import strawberry

from resolvers.parties.registers import branch_register
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.registers import given_columns
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.surety import Branch


@described_input
class CreateBranchInput:
    """A branch to be registered."""

    surety_id: strawberry.ID | None = given("The surety; required from the operator.", default=None)
    code: str = given("Three digits, unique among all sureties: guarantee numbers begin with them.")
    name: str = given("Such as 栃木支店, up to 60 characters.")
    telephone: str = given("Telephone number, up to 20 characters.")
    fax: str | None = given("Fax number, up to 20 characters.", default=None)
    hours: str | None = given("営業時間 in words, up to 60 characters.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class BranchCreated:
    """The branch is registered; applications may be sent to it."""

    branch: Branch = column("The branch.")


@mutation(
    branch_register.create,
    "The operator, or an administrator of the surety, registers a branch. Safe to retry with the same idempotencyKey.",
)
async def create_branch(context: Context, input: CreateBranchInput) -> BranchCreated:
    branch = await branch_register.create(
        surety_id=ids.wanted(input.surety_id, "Surety"),
        given=given_columns.of(input, "surety_id"),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(BranchCreated, branch=branch)
