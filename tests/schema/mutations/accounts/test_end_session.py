"""endSession, and the own sessions of `viewer`."""

import datetime

from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Api
from tests.support.parties import accounts
from tests.support.parties.accounts import END, PASSWORD, SESSIONS, signed_in
from tests.support.refusals import refused
from tests.support.states import NOT_FOUND


async def test_the_own_sessions(api: Api, sample: SampleRegister) -> None:
    email = (await accounts.colleague(api))["email"]
    api.clock.at = NOON + datetime.timedelta(minutes=10)
    await signed_in(api, email)
    api.clock.at = NOON + datetime.timedelta(minutes=20)
    first, second = (await api.data(SESSIONS, as_=email))["viewer"]["sessions"]
    assert (first["isCurrent"], second["isCurrent"]) == (False, True)
    assert (first["createdAt"], first["lastUsedAt"]) == ("2026-11-20T03:00:00+00:00",) * 2
    assert second | {"id": ""} == {
        "id": "",
        "createdAt": "2026-11-20T03:10:00+00:00",
        "expiresAt": "2026-11-20T15:10:00+00:00",
        "lastUsedAt": "2026-11-20T03:20:00+00:00",
        "address": "192.0.2.1",
        "isCurrent": True,
    }


async def test_an_ended_session_is_nobodys(api: Api, sample: SampleRegister) -> None:
    email = (await accounts.colleague(api))["email"]
    api.tokens["first"] = api.tokens[email]
    await signed_in(api, email)
    first, second = (await api.data(SESSIONS, as_=email))["viewer"]["sessions"]
    for _ in range(2):
        answer = await api.data(END, as_=email, input={"sessionId": first["id"]})
        assert answer["endSession"]["session"] == {"id": first["id"], "isCurrent": False}
    assert await api.data("{ viewer { name } }", as_="first") == {"viewer": None}
    assert [each["id"] for each in (await api.data(SESSIONS, as_=email))["viewer"]["sessions"]] == [second["id"]]
    assert await AuditEvent.filter(action="session.ended").count() == 1
    await api.data(END, as_=email, input={"sessionId": second["id"]})
    assert await api.data("{ viewer { name } }", as_=email) == {"viewer": None}


async def test_sessions_of_others_are_not_found(api: Api, sample: SampleRegister) -> None:
    email = (await accounts.colleague(api))["email"]
    (session,) = (await api.data(SESSIONS, as_=email))["viewer"]["sessions"]
    for as_ in ("surety", "operator", "contractor"):
        for id_ in (session["id"], session["id"].replace("Session", "AccessToken"), ""):
            assert await refused(api, END, as_=as_, input={"sessionId": id_}) == NOT_FOUND
    revoke = """mutation($input: RevokeApiTokenInput!) { revokeApiToken(input: $input) { __typename
      ... on UserError { message } } }"""
    token = session["id"].replace("Session", "AccessToken")
    assert await refused(api, revoke, as_="operator", input={"accessTokenId": token}) == NOT_FOUND
    assert (await accounts.signed_in(api, email, PASSWORD)) is not None
