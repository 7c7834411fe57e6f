"""changeObligee."""

import strawberry

from resolvers.parties.registers import obligee_register
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.registers import given_columns
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.obligee import Obligee


@described_input
class ChangeObligeeInput:
    """What to change: what is left out stays, an empty text removes what is optional."""

    obligee_id: strawberry.ID = given("The obligee.")
    version: int = given("Obligee.version as it was read; if it has changed since, the change is refused.")
    name: str | None = given("Unique, up to 120 characters.", default=None)
    title: str | None = given("As printed on certificates, up to 120 characters.", default=None)
    prefecture: str | None = given("Prefecture, up to 10 characters; none for national authorities.", default=None)
    notice_subject: str | None = given(
        "What mails with key notices must have as their subject, up to 120 characters; {工事名}, {請負者} and the like"
        " are filled in.",
        default=None,
    )
    is_active: bool | None = given(
        "Whether new contracts may name it, for the operator; what is under way runs on.", default=None
    )
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class ObligeeChanged:
    """The obligee has been changed, for what comes from now on."""

    obligee: Obligee = column("The obligee as it is now, with the next version.")


@mutation(
    obligee_register.change,
    "The operator, or an administrator of the obligee, changes its entry. Certificates and statements of before keep"
    " what they say. Safe to retry with the same idempotencyKey.",
)
async def change_obligee(context: Context, input: ChangeObligeeInput) -> ObligeeChanged:
    obligee = await obligee_register.change(
        obligee_id=ids.key_of(input.obligee_id, "Obligee"),
        version=input.version,
        given=given_columns.of(input, "obligee_id"),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(ObligeeChanged, obligee=obligee)
