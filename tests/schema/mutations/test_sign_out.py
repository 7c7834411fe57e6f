"""signOut: ends the session whose token was sent, and no other."""

import datetime

import pytest

from models.audit_records import AuditEvent
from models.parties.account import Account
from tests.conftest import EMAILS, Api
from tests.support.refusals import unchanged

SIGN_OUT = "mutation { signOut }"
VIEWER = "{ viewer { role } }"
SIGNED_OUT = {"viewer": None}


async def test_the_session_ends_and_its_end_is_recorded(api: Api) -> None:
    assert await api.data(SIGN_OUT, as_="contractor") == {"signOut": True}
    assert await api.data(VIEWER, as_="contractor") == SIGNED_OUT
    assert await AuditEvent.all().order_by("id").values_list("action", flat=True) == ["session.ended"]


async def test_other_sessions_of_the_same_account_go_on(api: Api) -> None:
    first = api.tokens.pop("contractor")
    await api.token("contractor")
    await api.data(SIGN_OUT, as_="contractor")
    assert await api.data(VIEWER, as_="contractor") == SIGNED_OUT
    api.tokens["contractor"] = first
    assert await api.data(VIEWER, as_="contractor") == {"viewer": {"role": "CONTRACTOR"}}


async def test_an_api_clients_token_is_not_ended(api: Api) -> None:
    answer = await unchanged(api, SIGN_OUT, as_="system")
    assert answer.json()["data"] == {"signOut": False}
    assert await api.data(VIEWER, as_="system") == {"viewer": {"role": "E_CONTRACT_SYSTEM"}}


async def test_a_session_ends_by_itself_after_twelve_hours(api: Api) -> None:
    del api.tokens["contractor"]
    await api.token("contractor")
    api.clock.at += datetime.timedelta(hours=11, minutes=59)
    assert await api.data(VIEWER, as_="contractor") == {"viewer": {"role": "CONTRACTOR"}}
    api.clock.at += datetime.timedelta(minutes=1)
    assert await api.data(VIEWER, as_="contractor") == SIGNED_OUT


async def test_sessions_of_an_account_that_is_no_longer_active_do_not_count(api: Api) -> None:
    await api.token("city")
    await Account.filter(email=EMAILS["city"]).update(is_active=False)
    try:
        assert await api.data(VIEWER, as_="city") == SIGNED_OUT
    finally:
        await Account.filter(email=EMAILS["city"]).update(is_active=True)


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "bearer\tx", "Bearer \x01", "Bearer " + "x" * 5_000],
    ids=["none", "scheme only", "empty", "unknown", "basic", "tab", "control character", "long"],
)
async def test_an_unknown_token_is_nobody(api: Api, header: str) -> None:
    headers = {b"Authorization": header.encode()}
    asked = await api.http.post("/graphql", json={"query": VIEWER}, headers=headers)
    assert asked.json()["data"] == SIGNED_OUT
    refused = await api.http.post("/graphql", json={"query": SIGN_OUT}, headers=headers)
    assert [error["extensions"]["code"] for error in refused.json()["errors"]] == ["UNAUTHENTICATED"]


async def test_the_scheme_may_be_in_any_case(api: Api) -> None:
    token = await api.token("surety")
    answer = await api.http.post("/graphql", json={"query": VIEWER}, headers={"Authorization": f"bEARER  {token}"})
    assert answer.json()["data"] == {"viewer": {"role": "SURETY"}}
