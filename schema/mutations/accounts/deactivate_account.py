"""deactivateAccount."""

import strawberry

from resolvers.accounts import deactivate_account as deactivations
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.parties.account import Account


@described_input
class AccountActionInput:
    """Which account."""

    account_id: strawberry.ID = given("The account.")


@described
class AccountDeactivated:
    """Its sessions and its link have ended; it cannot sign in."""

    account: Account = column("The account as it is now.")


@mutation(
    deactivations.deactivate,
    "Deactivate an account permanently: the operator any, an administrator one of the own organisation. Repeating it"
    " has no effect.",
)
async def deactivate_account(context: Context, input: AccountActionInput) -> AccountDeactivated:
    account = await deactivations.deactivate(account_id=ids.key_of(input.account_id, "Account"), **context.caller)
    return answer(AccountDeactivated, account=account)
