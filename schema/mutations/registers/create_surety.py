"""createSurety."""

from typing import Any

from models.parties.surety import AccountType
from resolvers.parties.registers import surety_register
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.mutations.registers import given_columns
from schema.reading.fields import column, described, described_input, given
from schema.types.surety import Surety


@described_input
class FeeAccountInput:
    """振込先: the account that fees are paid into, as fee statements print it."""

    bank_name: str = given("The bank, up to 30 characters.")
    bank_branch: str = given("Its branch, up to 30 characters.")
    account_type: AccountType = given("The kind of account.")
    account_number: str = given("Seven digits.")
    account_holder: str = given("In kana, up to 48 characters.")

    def columns(self) -> dict[str, Any]:
        """As a surety has them."""
        return vars(self) | {"account_type": self.account_type.printed}


@described_input
class CreateSuretyInput:
    """A surety to be registered."""

    name: str = given("Unique, up to 120 characters.")
    address: str = given("Of the head office, as printed; up to 200 characters.")
    representative: str = given("Title and name as printed on certificates; up to 120 characters.")
    mail_sender: str = given("The address that its mails come from.")
    advance_payment_terms: str | None = given("約款 for advance payments, up to 100 characters.", default=None)
    intermediate_terms: str | None = given("約款 for intermediate ones, up to 100 characters.", default=None)
    performance_terms: str | None = given("約款 for performance guarantees, up to 100 characters.", default=None)
    mail_reply_to: str | None = given("Where answers to its mails go.", default=None)
    fee_account: FeeAccountInput | None = given("Where fees are paid to, as a whole.", default=None)
    fee_due_days: int | None = given("So many days after the approval a fee is due, 1 to 90.", default=None)
    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )


@described
class SuretyCreated:
    """The surety is registered; its people can be invited, and its branches registered."""

    surety: Surety = column("The surety.")


@mutation(
    surety_register.create,
    "The operator registers a surety. Safe to retry with the same idempotencyKey.",
)
async def create_surety(context: Context, input: CreateSuretyInput) -> SuretyCreated:
    account = input.fee_account.columns() if input.fee_account else {}
    surety = await surety_register.create(
        given=given_columns.of(input, "fee_account") | account,
        idempotency_key=input.idempotency_key,
        **context.caller,
    )
    return answer(SuretyCreated, surety=surety)
