"""deactivateAccount."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from models.audit_records import AuditEvent
from models.parties.account import Account
from sample import sample_register
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import EMAILS, Api
from tests.support.parties import accounts
from tests.support.parties.accounts import DEACTIVATE, PASSWORD, SIGN_IN, colleague, invited, stored
from tests.support.refusals import refused
from tests.support.states import NOT_FOUND

VIEWER = "{ viewer { name } }"


@pytest.fixture(autouse=True)
async def restored(sample: SampleRegister) -> AsyncIterator[None]:
    """The sample accounts are active again afterwards."""
    yield
    await Account.filter(email__in=list(sample_register.ACCOUNTS)).update(is_active=True)


async def id_of(name: str) -> str:
    return ids.to_id("Account", (await Account.get(email=EMAILS[name])).id)


@pytest.mark.parametrize("as_", ["surety", "operator"])
async def test_at_once_everywhere(api: Api, sample: SampleRegister, as_: str) -> None:
    account = await colleague(api)
    assert await api.data(VIEWER, as_=account["email"]) != {"viewer": None}
    for _ in range(2):
        answer = await api.data(DEACTIVATE, as_=as_, input={"accountId": account["id"]})
        assert answer["deactivateAccount"]["account"]["isActive"] is False
    assert await api.data(VIEWER, as_=account["email"]) == {"viewer": None}
    again = await api.data(SIGN_IN, input={"email": account["email"], "password": PASSWORD})
    assert again["signIn"]["__typename"] == "WrongCredentials"
    event = await AuditEvent.get(action="account.deactivated")
    assert (event.subject_id, event.subject) == ((await stored(account)).id, account["email"])


@pytest.mark.parametrize("as_", ["contractor", "operator"])
async def test_the_last_administrator_stays(api: Api, sample: SampleRegister, as_: str) -> None:
    await invited(api, as_="contractor", role="CONTRACTOR", accountRole="ADMINISTRATOR")
    await colleague(api, as_="contractor", role="CONTRACTOR", email="x@example.jp", accountRole="STAFF")
    answer = await refused(api, DEACTIVATE, as_=as_, input={"accountId": await id_of("contractor")})
    assert answer["__typename"] == "LastAdministrator"
    own = await refused(api, DEACTIVATE, as_="operator", input={"accountId": await id_of("operator")})
    assert own["__typename"] == "LastAdministrator"


async def test_of_two_who_deactivate_each_other_one_stays(api: Api, sample: SampleRegister) -> None:
    other = await colleague(api, as_="contractor", role="CONTRACTOR", accountRole="ADMINISTRATOR")
    answers = await asyncio.gather(
        api.data(DEACTIVATE, as_="operator", input={"accountId": other["id"]}),
        api.data(DEACTIVATE, as_=other["email"], input={"accountId": await id_of("contractor")}),
    )
    found = sorted(answer["deactivateAccount"]["__typename"] for answer in answers)
    assert found == ["AccountDeactivated", "LastAdministrator"]


async def test_of_another_organisation_and_unknown_ones_are_not_found(api: Api, sample: SampleRegister) -> None:
    for id_ in (await id_of("contractor"), "", "x", f"Account_{'0' * 32}"):
        assert await refused(api, DEACTIVATE, as_="surety", input={"accountId": id_}) == NOT_FOUND


async def test_an_invitation_is_withdrawn(api: Api, sample: SampleRegister) -> None:
    account = await invited(api, accountRole="ADMINISTRATOR")
    answer = await api.data(DEACTIVATE, as_="surety", input={"accountId": account["id"]})
    assert answer["deactivateAccount"]["account"]["isActive"] is False
    again = await accounts.invited(api)
    assert again["id"] != account["id"]
