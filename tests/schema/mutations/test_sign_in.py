"""signIn: a new session for the right address and password; other attempts get no information."""

import datetime

import pytest

from models.audit_records import AuditEvent
from models.parties.account import AccessToken, Account
from resolvers.parties.sessions import NO_ADDRESS
from sample import sample_register
from security import tokens
from tests.conftest import EMAILS, NOON, Api
from tests.support.refusals import refused

SIGN_IN = """
mutation($input: SignInInput!) {
  signIn(input: $input) {
    __typename
    ... on UserError { message }
    ... on SignedIn { token expiresAt viewer { role name email contractor { name } surety { name } obligee { name } } }
  }
}
"""
WRONG = {"__typename": "WrongCredentials", "message": "メールアドレスまたはパスワードが正しくありません。"}


def credentials(email: str = EMAILS["contractor"], password: str = sample_register.PASSWORD) -> dict[str, str]:
    return {"email": email, "password": password}


@pytest.mark.parametrize(
    ("account", "role", "own"),
    [
        ("contractor", "CONTRACTOR", {"contractor": {"name": "○○建設 株式会社"}}),
        ("surety", "SURETY", {"surety": {"name": "見本建設業保証株式会社"}}),
        ("obligee", "OBLIGEE", {"obligee": {"name": "栃木県"}}),
        ("city", "OBLIGEE", {"obligee": {"name": "富士市"}}),
        ("operator", "OPERATOR", {}),
    ],
)
async def test_every_account_signs_in_for_twelve_hours(api: Api, account: str, role: str, own: dict[str, str]) -> None:
    answer = (await api.data(SIGN_IN, input=credentials(EMAILS[account])))["signIn"]
    assert answer["__typename"] == "SignedIn"
    assert datetime.datetime.fromisoformat(answer["expiresAt"]) == NOON + datetime.timedelta(hours=12)
    expected = {"role": role, "email": EMAILS[account], "contractor": None, "surety": None, "obligee": None}
    assert answer["viewer"] == expected | own | {"name": sample_register.ACCOUNTS[EMAILS[account]]}


async def test_the_token_is_stored_as_a_digest_only_and_the_session_is_recorded(api: Api) -> None:
    token = (await api.data(SIGN_IN, input=credentials()))["signIn"]["token"]
    account = await Account.get(email=EMAILS["contractor"])
    stored = await AccessToken.filter(account_id=account.id).order_by("-id").first()
    assert stored is not None
    assert bytes(stored.digest) == tokens.digest(token)
    assert await AuditEvent.all().values_list("action", "actor_id", "address") == [
        ("session.begun", account.id, "192.0.2.1")
    ]


async def test_letter_case_and_spaces_of_the_address_do_not_matter(api: Api) -> None:
    answer = await api.data(SIGN_IN, input=credentials("  Contractor@EXAMPLE.jp "))
    assert answer["signIn"]["__typename"] == "SignedIn"


@pytest.mark.parametrize(
    "given",
    [
        credentials(password="kakusho-demO"),
        credentials(password=""),
        credentials(password=" kakusho-demo"),
        credentials(email="nobody@example.jp"),
        credentials(email=""),
        credentials(email="x" * 5_000),
        credentials(password="x" * 50_000),
    ],
    ids=["wrong", "empty", "spaced", "unknown", "no address", "long address", "long password"],
)
async def test_wrong_credentials_are_refused_alike_and_recorded(api: Api, given: dict[str, str]) -> None:
    assert await refused(api, SIGN_IN, but=("audit_event",), input=given) == WRONG
    assert await AuditEvent.all().values_list("action", "subject", "actor_id") == [
        ("session.refused", given["email"] if "@" in given["email"] else NO_ADDRESS, None)
    ]


async def test_an_account_that_is_not_active_is_refused(api: Api) -> None:
    await Account.filter(email=EMAILS["city"]).update(is_active=False)
    try:
        assert await refused(api, SIGN_IN, but=("audit_event",), input=credentials(EMAILS["city"])) == WRONG
    finally:
        await Account.filter(email=EMAILS["city"]).update(is_active=True)
