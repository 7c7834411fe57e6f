"""createObligee."""

from resolvers.parties.registers import obligee_register
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.registers import given_columns
from schema.reading.fields import column, described, described_input, given
from schema.types.obligee import Obligee


@described_input
class CreateObligeeInput:
    """An obligee to be registered."""

    name: str = given("Unique, such as 栃木県; up to 120 characters.")
    title: str = given("As printed on certificates, such as 栃木県知事; up to 120 characters.")
    prefecture: str | None = given("Prefecture, up to 10 characters; none for national authorities.", default=None)
    notice_subject: str | None = given(
        "What mails with key notices must have as their subject, up to 120 characters; {工事名}, {請負者} and the like"
        " are filled in.",
        default=None,
    )
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class ObligeeCreated:
    """The obligee is registered; it accepts no electronic guarantees yet."""

    obligee: Obligee = column("The obligee.")


@mutation(
    obligee_register.create,
    "The operator registers an obligee; its limits are the usual ones. Safe to retry with the same idempotencyKey.",
)
async def create_obligee(context: Context, input: CreateObligeeInput) -> ObligeeCreated:
    obligee = await obligee_register.create(
        given=given_columns.of(input),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(ObligeeCreated, obligee=obligee)
