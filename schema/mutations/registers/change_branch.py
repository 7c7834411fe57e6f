"""changeBranch."""

import strawberry

from resolvers.parties.registers import branch_register
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.registers import given_columns
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.surety import Branch


@described_input
class ChangeBranchInput:
    """What to change: what is left out stays, an empty text removes what is optional."""

    branch_id: strawberry.ID = given("The branch.")
    version: int = given("Branch.version as it was read; if it has changed since, the change is refused.")
    code: str | None = given("Three digits; fixed once a guarantee number begins with them.", default=None)
    name: str | None = given("Such as 栃木支店, up to 60 characters.", default=None)
    telephone: str | None = given("Telephone number, up to 20 characters.", default=None)
    fax: str | None = given("Fax number, up to 20 characters.", default=None)
    hours: str | None = given("営業時間 in words, up to 60 characters.", default=None)
    is_active: bool | None = given(
        "Whether new applications may be sent to it; what is under way runs on.", default=None
    )
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class BranchChanged:
    """The branch has been changed, for what comes from now on."""

    branch: Branch = column("The branch as it is now, with the next version.")


@mutation(
    branch_register.change,
    "The operator, or an administrator of the surety, changes its entry. Certificates and statements of before keep"
    " what they say. Safe to retry with the same idempotencyKey.",
)
async def change_branch(context: Context, input: ChangeBranchInput) -> BranchChanged:
    branch = await branch_register.change(
        branch_id=ids.key_of(input.branch_id, "Branch"),
        version=input.version,
        given=given_columns.of(input, "branch_id"),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(BranchChanged, branch=branch)
