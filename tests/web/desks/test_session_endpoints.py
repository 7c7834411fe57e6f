"""`/session`: the desks' way in."""

import datetime
from typing import Any

import pytest

from models.audit_records import AuditEvent
from models.parties.account import AccessToken, Account
from resolvers.parties import identify
from sample import sample_register
from sample.sample_register import SampleRegister
from tests.conftest import EMAILS, NOON, Api
from tests.support.desks.desk_requests import HEADERS, OWN, sign_in
from tests.support.desks.session_answers import CALLS, actions, errors, people

HOUR = datetime.timedelta(hours=1)


async def test_signing_in_tells_who_and_until_when(api: Api) -> None:
    answer = await sign_in(api)
    assert answer.status_code == 200
    assert answer.json() == {
        "accountId": str((await Account.get(email=EMAILS["contractor"])).id),
        "role": "CONTRACTOR",
        "accountRole": "ADMINISTRATOR",
        "name": (await Account.get(email=EMAILS["contractor"])).name,
        "email": EMAILS["contractor"],
        "organisation": "○○建設 株式会社",
        "endsAt": "2026-11-20T15:00:00+00:00",
        "latestEnd": "2026-11-21T03:00:00+00:00",
        "secondsLeft": 12 * 3600,
    }
    assert answer.headers["cache-control"] == "no-store"
    token, _, rest = answer.headers["set-cookie"].partition("; ")
    assert rest == "HttpOnly; Max-Age=43200; Path=/; SameSite=lax"
    assert token.removeprefix("kakusho=") not in answer.text
    assert await actions() == ["session.begun"]


@pytest.mark.parametrize(
    ("name", "organisation"),
    [("contractor", "○○建設 株式会社"), ("obligee", "栃木県"), ("surety", None), ("operator", None)],
)
async def test_everybody_is_told_their_organisation(
    api: Api, sample: SampleRegister, name: str, organisation: str | None
) -> None:
    if name == "surety":
        organisation = (await sample.branch.surety).name
    await sign_in(api, name)
    found = (await api.http.get("/session", headers=HEADERS)).json()
    assert (found["role"], found["organisation"]) == (name.upper(), organisation)


async def test_the_session_counts_on_pages_too_and_the_other_way_round(api: Api) -> None:
    await sign_in(api)
    assert (await api.http.get("/guarantees")).status_code == 200
    api.clock.at += HOUR
    told = await api.http.get("/session", headers=HEADERS)
    assert (told.status_code, told.json()["secondsLeft"]) == (200, 11 * 3600)
    assert "set-cookie" not in told.headers
    await api.http.post("/sign-out", headers=OWN)
    assert errors(await api.http.get("/session", headers=HEADERS)) == ["UNAUTHENTICATED"]


async def test_signing_out_ends_the_session_and_may_be_repeated(api: Api) -> None:
    await sign_in(api)
    token = api.http.cookies["kakusho"]
    for _ in range(2):
        answer = await api.http.delete("/session", headers=HEADERS)
        assert (answer.status_code, answer.content) == (204, b"")
        assert "Max-Age=0" in answer.headers["set-cookie"]
    api.http.cookies.set("kakusho", token, domain="kakusho.test")
    assert (await api.http.get("/session", headers=HEADERS)).status_code == 401
    assert await actions() == ["session.begun", "session.ended"]


async def test_who_stays_has_twelve_hours_more_up_to_a_day(api: Api) -> None:
    await sign_in(api)
    token = api.http.cookies["kakusho"]
    ends: list[str] = []
    for hours in (1, 12, 23):
        api.clock.at = NOON + hours * HOUR
        answer = await api.http.post("/session/extension", headers=HEADERS)
        assert answer.status_code == 200
        ends.append(answer.json()["endsAt"][5:16])
        assert f"Max-Age={answer.json()['secondsLeft']};" in answer.headers["set-cookie"]
    assert ends == ["11-20T16:00", "11-21T03:00", "11-21T03:00"]
    assert api.http.cookies["kakusho"] == token
    assert await actions() == ["session.begun", "session.extended", "session.extended"]
    session = await AccessToken.get(account__email=EMAILS["contractor"])
    event = (await AuditEvent.filter(action="session.extended"))[0]
    assert (event.subject_id, event.actor_id) == (session.id, session.account_id)
    api.clock.at = NOON + 24 * HOUR
    assert errors(await api.http.post("/session/extension", headers=HEADERS)) == ["UNAUTHENTICATED"]
    await session.refresh_from_db()
    assert session.expires_at == NOON + 24 * HOUR


async def test_staying_again_and_again_changes_nothing(api: Api) -> None:
    await sign_in(api)
    for minutes in (1, 2, 4):
        api.clock.at = NOON + datetime.timedelta(minutes=minutes)
        answer = await api.http.post("/session/extension", headers=HEADERS)
        assert (answer.status_code, answer.json()["endsAt"]) == (200, "2026-11-20T15:00:00+00:00")
    assert await actions() == ["session.begun"]


async def test_an_ended_session_does_not_go_on(api: Api) -> None:
    await sign_in(api)
    for at, change in ((NOON + 12 * HOUR, {}), (NOON, {"revoked_at": NOON})):
        await people().update(**change) if change else None
        api.clock.at = at
        assert errors(await api.http.post("/session/extension", headers=HEADERS)) == ["UNAUTHENTICATED"]
        assert errors(await api.http.get("/session", headers=HEADERS)) == ["UNAUTHENTICATED"]
    assert (await people().get()).expires_at == NOON + 12 * HOUR


@pytest.mark.parametrize("token", ["", "x", sample_register.API_TOKEN, '"', "a=b"])
async def test_other_cookies_are_no_session(api: Api, sample: SampleRegister, token: str) -> None:
    cookie = {"cookie": f"kakusho={token}"}
    for method, path in CALLS[1:]:
        answer = await api.http.request(method, path, headers=HEADERS | cookie)
        assert answer.status_code == (204 if method == "DELETE" else 401)
    assert await api.data("{ viewer { role } }", as_="system") == {"viewer": {"role": "E_CONTRACT_SYSTEM"}}


@pytest.mark.parametrize("name", ["__Host-kakusho", "kakusho_verify", "Kakusho"])
async def test_a_cookie_of_another_name_does_not_count(api: Api, name: str) -> None:
    token = await api.token("contractor")
    headers = HEADERS | {"cookie": f"{name}={token}"}
    assert (await api.http.get("/session", headers=headers)).status_code == 401


async def test_a_session_that_ends_meanwhile(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    found = identify.by_session

    async def and_ends(**given: Any) -> Any:
        viewer = await found(**given)
        await people().update(revoked_at=NOON)
        return viewer

    await sign_in(api)
    monkeypatch.setattr(identify, "by_session", and_ends)
    for method, path in (CALLS[1], CALLS[3]):
        assert errors(await api.http.request(method, path, headers=HEADERS)) == ["UNAUTHENTICATED"]
        await people().update(revoked_at=None)


async def test_a_new_sign_in_replaces_the_session(api: Api) -> None:
    await sign_in(api)
    first = api.http.cookies["kakusho"]
    await sign_in(api, "obligee")
    assert api.http.cookies["kakusho"] != first
    assert await people().filter(revoked_at__isnull=True).values_list("account__email", flat=True) == [
        EMAILS["obligee"]
    ]
