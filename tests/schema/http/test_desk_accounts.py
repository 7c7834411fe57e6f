"""A desk whose page shows one account's data, while the cookie is another's: somebody signed in in another tab."""

import pytest

from models.audit_records import AuditEvent
from models.parties.account import Account
from tests.conftest import EMAILS, Api
from tests.support.desks import builds
from tests.support.desks.desk_requests import HEADERS, code, execute, sign_in


@pytest.fixture
async def desk(api: Api) -> Api:
    """With a build, and signed in as the contractor."""
    builds.write(api.desks_dir)
    assert (await sign_in(api)).status_code == 200
    return api


async def headers_of(account: str) -> dict[str, str]:
    return HEADERS | {"x-kakusho-account": str((await Account.get(email=EMAILS[account])).id)}


async def test_a_page_acts_as_the_account_that_it_shows(desk: Api) -> None:
    response = await execute(desk, builds.VIEWER, headers=await headers_of("contractor"))
    assert (response.status_code, response.json()["data"]["viewer"]["role"]) == (200, "CONTRACTOR")


@pytest.mark.parametrize("operation", [builds.VIEWER, builds.GUARANTEES, builds.SIGN_OUT])
async def test_it_does_not_act_as_another_one(desk: Api, operation: str) -> None:
    headers, events = await headers_of("contractor"), AuditEvent.filter(action="session.ended")
    assert (await sign_in(desk, "obligee")).status_code == 200
    ended = await events.count()
    response = await execute(desk, operation, headers=headers)
    assert (response.status_code, code(response)) == (401, "UNAUTHENTICATED")
    assert await events.count() == ended
    assert (await desk.http.get("/session", headers=HEADERS)).json()["role"] == "OBLIGEE"


@pytest.mark.parametrize("account", ["", "x", "00000000-0000-0000-0000-000000000000"])
async def test_what_is_no_account_is_nobody(desk: Api, account: str) -> None:
    response = await execute(desk, builds.VIEWER, headers=HEADERS | {"x-kakusho-account": account})
    assert (response.status_code, code(response)) == (401, "UNAUTHENTICATED")


async def test_the_header_alone_means_nothing(desk: Api) -> None:
    """As bearers of tokens send it, or nobody."""
    response = await desk.http.post("/graphql", json={"query": builds.VIEWER}, headers={"x-kakusho-account": "x"})
    assert response.json()["data"] == {"viewer": None}
