"""changeSurety."""

import strawberry

from resolvers.parties.registers import surety_register
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.registers import given_columns
from schema.mutations.registers.create_surety import FeeAccountInput
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.surety import Surety


@described_input
class ChangeSuretyInput:
    """What to change: what is left out stays, an empty text removes what is optional."""

    surety_id: strawberry.ID = given("The surety.")
    version: int = given("Surety.version as it was read; if it has changed since, the change is refused.")
    name: str | None = given("Unique, up to 120 characters.", default=None)
    address: str | None = given("Of the head office, as printed; up to 200 characters.", default=None)
    representative: str | None = given("Title and name as printed; up to 120 characters.", default=None)
    mail_sender: str | None = given("The address that its mails come from; for the operator.", default=None)
    advance_payment_terms: str | None = given("約款 for advance payments, up to 100 characters.", default=None)
    intermediate_terms: str | None = given("約款 for intermediate ones, up to 100 characters.", default=None)
    performance_terms: str | None = given("約款 for performance guarantees, up to 100 characters.", default=None)
    mail_reply_to: str | None = given("Where answers to its mails go.", default=None)
    fee_account: FeeAccountInput | None = given("Where fees are paid to, as a whole.", default=None)
    fee_due_days: int | None = given("So many days after the approval a fee is due, 1 to 90.", default=None)
    remove_fee_account: bool = given("Removes the account; statements then say to ask for it.", default=False)
    is_active: bool | None = given(
        "Whether new applications may be sent to it, for the operator; what is under way runs on.", default=None
    )
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class SuretyChanged:
    """The surety has been changed, for what is issued and stated from now on."""

    surety: Surety = column("The surety as it is now, with the next version.")


@mutation(
    surety_register.change,
    "The operator, or an administrator of the surety, changes its entry. Certificates and statements of before keep"
    " what they say. Safe to retry with the same idempotencyKey.",
)
async def change_surety(context: Context, input: ChangeSuretyInput) -> SuretyChanged:
    account = input.fee_account.columns() if input.fee_account else {}
    removed = surety_register.NO_ACCOUNT if input.remove_fee_account else {}
    surety = await surety_register.change(
        surety_id=ids.key_of(input.surety_id, "Surety"),
        version=input.version,
        given=given_columns.of(input, "surety_id", "fee_account", "remove_fee_account") | account | dict(removed),
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(SuretyChanged, surety=surety)
