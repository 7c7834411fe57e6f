"""inviteAccount."""

import strawberry

from models.commands import InvitationRequest
from models.enums import AccountRole, Role
from resolvers.accounts import invite_account as invitations
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading import ids
from schema.reading.fields import column, described, described_input, given
from schema.types.parties.account import Account
from security.password_links import PasswordLinks


@described_input
class InviteAccountInput:
    """A person to be invited."""

    idempotency_key: str | None = given(
        "Up to 120 characters: the same key with the same input gives the first result, for 24 hours.", default=None
    )
    email: str = given("The person's address, with which it will sign in.")
    name: str = given("The person's name, up to 120 characters.")
    role: Role = given("The role of the organisation; an administrator's own.")
    account_role: AccountRole = given("What the person may do in it.")
    organisation_id: strawberry.ID | None = given(
        "The contractor, surety or obligee; required from the operator, except for another operator.", default=None
    )

    def request(self) -> InvitationRequest:
        """As the use case takes it."""
        organisation_id = ids.wanted(self.organisation_id, self.role.value.capitalize())
        return InvitationRequest(self.email, self.name, self.role, self.account_role, organisation_id)


@described
class AccountInvited:
    """A mail with a one-time link, valid for 72 hours, is on its way; earlier links of the account are void."""

    account: Account = column("The account, which waits for its password.")


@mutation(
    invitations.invite,
    "Invite a person: the operator to any organisation, an administrator to the own one. Inviting again sends a new"
    " link. Safe to retry with the same idempotencyKey.",
)
async def invite_account(context: Context, input: InviteAccountInput) -> AccountInvited:
    account = await invitations.invite(
        request=input.request(),
        idempotency_key=input.idempotency_key,
        links=PasswordLinks.under(context.services.keyring.pepper),
        **context.caller,
    )
    return answer(AccountInvited, account=account)
