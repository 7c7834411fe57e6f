"""Accounts and their passwords, over HTTP."""

from typing import Any
from uuid import UUID

from models.outgoing_mail import OutgoingMail
from models.parties.account import Account
from models.parties.password_link import PasswordLink
from sample.sample_register import SampleRegister
from schema.reading import ids
from security.password_links import PasswordLinks
from tests.conftest import KEYRING, Api

LINKS = PasswordLinks.under(KEYRING.pepper)
PASSWORD = "kenchiku-no-yama-37"
REFUSED = "... on UserError { message } ... on InvalidInput { problems { path code } }"
ACCOUNT = "id email name role accountRole isActive isInvited contractor { name } surety { name } obligee { name }"
INVITE = f"""mutation($input: InviteAccountInput!) {{ inviteAccount(input: $input) {{ __typename
  ... on AccountInvited {{ account {{ {ACCOUNT} }} }} {REFUSED} }} }}"""
DEACTIVATE = f"""mutation($input: AccountActionInput!) {{ deactivateAccount(input: $input) {{ __typename
  ... on AccountDeactivated {{ account {{ {ACCOUNT} }} }} ... on UserError {{ message }} }} }}"""
SET = f"""mutation($input: SetPasswordInput!) {{ setPassword(input: $input) {{ __typename
  ... on PasswordSet {{ email }} {REFUSED} }} }}"""
RESET = "mutation($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) }"
CHANGE = f"""mutation($input: ChangePasswordInput!) {{ changePassword(input: $input) {{ __typename
  ... on PasswordChanged {{ viewer {{ name sessions {{ isCurrent }} }} }} {REFUSED} }} }}"""
END = """mutation($input: EndSessionInput!) { endSession(input: $input) { __typename
  ... on SessionEnded { session { id isCurrent } } ... on UserError { message } } }"""
LIST = f"""query($first: Int, $after: String, $search: String) {{
  accounts(first: $first, after: $after, search: $search) {{
    edges {{ cursor node {{ {ACCOUNT} }} }} pageInfo {{ hasNextPage }} }} }}"""
SIGN_IN = """mutation($input: SignInInput!) { signIn(input: $input) { __typename
  ... on SignedIn { token viewer { role accountRole } } ... on UserError { message } } }"""
SESSIONS = "{ viewer { sessions { id createdAt expiresAt lastUsedAt address isCurrent } } }"


def invitation(**changes: Any) -> dict[str, Any]:
    """A valid input for an administrator of the sample's surety."""
    person = {"email": "hanako@surety.example.jp", "name": "髙﨑 𠮷子", "role": "SURETY", "accountRole": "STAFF"}
    return person | changes


def of(sample: SampleRegister, role: str, **changes: Any) -> dict[str, Any]:
    """A valid input for the operator: of the sample's organisation of a role."""
    organisations = {
        "CONTRACTOR": ids.to_id("Contractor", sample.contractor.id),
        "SURETY": ids.to_id("Surety", sample.branch.surety_id),
        "OBLIGEE": ids.to_id("Obligee", sample.obligees["栃木県"].id),
    }
    return invitation(role=role, organisationId=organisations.get(role)) | changes


async def invited(api: Api, *, as_: str = "surety", **changes: Any) -> dict[str, Any]:
    """A new account."""
    answer = await api.data(INVITE, as_=as_, input=invitation(**changes))
    assert answer["inviteAccount"]["__typename"] == "AccountInvited", answer
    return answer["inviteAccount"]["account"]


async def token_for(email: str) -> str:
    """The token of the last mail to an address, as the worker derives it."""
    mail = await OutgoingMail.filter(recipient=email, surety_id=None).order_by("-id").first()
    assert mail is not None
    return LINKS.token(UUID(mail.facts["password_link"]))


async def signed_in(api: Api, email: str, password: str = PASSWORD) -> str:
    """A new session of an account, known to `api` by its address; its token."""
    answer = await api.data(SIGN_IN, input={"email": email, "password": password})
    api.tokens[email] = answer["signIn"]["token"]
    return api.tokens[email]


async def colleague(api: Api, *, as_: str = "surety", **changes: Any) -> dict[str, Any]:
    """A new account whose person has set a password and signed in, known to `api` by its address."""
    account = await invited(api, as_=as_, **changes)
    token = await token_for(account["email"])
    answer = await api.data(SET, input={"token": token, "password": PASSWORD})
    assert answer["setPassword"] == {"__typename": "PasswordSet", "email": account["email"]}
    await signed_in(api, account["email"])
    return account


async def stored(account: dict[str, Any]) -> Account:
    """Its row."""
    return await Account.get(id=ids.key_of(account["id"], "Account"))


async def link_of(account: dict[str, Any]) -> PasswordLink:
    """The row of its link."""
    return await PasswordLink.get(account_id=ids.key_of(account["id"], "Account"))
