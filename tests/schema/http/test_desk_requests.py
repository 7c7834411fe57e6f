"""`/graphql` for the desks: the session in a cookie, only with their header, from a page of ours, trusted documents."""

import datetime
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from models.audit_records import AuditEvent
from models.parties.account import AccessToken
from sample import sample_register
from schema.http import operation_answers
from tests.conftest import NOON, Api
from tests.support import multipart
from tests.support.desks import builds
from tests.support.desks.desk_requests import DESK, HEADERS, OWN, code, execute, send, sign_in

TEXT = {"query": builds.VIEWER}


@pytest.fixture
async def desk(api: Api) -> Api:
    """With a build, and signed in as the contractor."""
    builds.write(api.desks_dir)
    assert (await sign_in(api)).status_code == 200
    return api


async def is_signed_in(api: Api) -> bool:
    return (await api.http.get("/session", headers=HEADERS)).status_code == 200


async def test_a_desk_names_its_operations(desk: Api) -> None:
    response = await execute(desk, builds.VIEWER)
    assert (response.status_code, response.json()["data"]["viewer"]["role"]) == (200, "CONTRACTOR")
    response = await execute(desk, builds.FORMER)  # of a page that was loaded before the last build
    assert response.json()["data"] == {"viewer": {"__typename": "Viewer", "role": "CONTRACTOR"}}


@pytest.mark.parametrize("operation", [builds.VIEWER, builds.GUARANTEES])
async def test_it_takes_the_same_paths_as_others(desk: Api, operation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of them is compiled, the other is not; each has the response of the same text by a bearer token."""
    plain = (await desk.post(operation, as_="contractor")).json()
    assert (await execute(desk, operation)).json() == plain
    assert "errors" not in plain
    is_compiled = []
    executed = operation_answers.schema.execute

    async def noted(*given: Any, **more: Any) -> Any:
        is_compiled.append(False)
        return await executed(*given, **more)

    monkeypatch.setattr(operation_answers.schema, "execute", noted)
    assert (await execute(desk, operation)).json() == plain
    assert is_compiled == ([] if operation == builds.GUARANTEES else [False])


@pytest.mark.parametrize(
    "headers",
    [
        DESK,
        DESK | {"sec-fetch-site": "cross-site"},
        DESK | {"sec-fetch-site": "same-site"},
        DESK | {"sec-fetch-site": "none"},
        DESK | {"sec-fetch-site": "cross-site", "origin": "http://kakusho.test"},
        DESK | {"origin": "https://evil.example"},
        DESK | {"origin": "http://kakusho.test:8080"},
        DESK | {"origin": "null"},
        DESK | {"origin": ""},
    ],
)
@pytest.mark.parametrize(
    "body", [{"documentId": builds.id_of(builds.SIGN_OUT)}, TEXT, {"query": "mutation { signOut }"}]
)
async def test_other_sites_are_refused(desk: Api, headers: dict[str, str], body: dict[str, Any]) -> None:
    response = await send(desk, body, headers=headers)
    assert (response.status_code, code(response)) == (403, "FORBIDDEN_ORIGIN")
    assert await is_signed_in(desk)


@pytest.mark.parametrize("headers", [{}, OWN, {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}])
async def test_without_the_header_the_cookie_does_not_count(desk: Api, headers: dict[str, str]) -> None:
    assert (await send(desk, TEXT, headers=headers)).json()["data"] == {"viewer": None}
    response = await send(desk, {"query": "mutation { signOut }"}, headers=headers)
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert await is_signed_in(desk)


async def test_a_form_of_another_site_does_nothing(desk: Api) -> None:
    """Browsers send forms across sites without asking first."""
    for type_ in ("text/plain", "application/x-www-form-urlencoded"):
        headers = {"content-type": type_, "sec-fetch-site": "cross-site", "origin": "https://evil.example"}
        body = json.dumps({"query": "mutation { signOut }"})
        assert (await desk.http.post("/graphql", content=body, headers=headers)).status_code == 415
    assert await is_signed_in(desk)


async def test_an_origin_of_ours_is_enough_where_a_browser_sends_no_more(desk: Api) -> None:
    response = await execute(desk, builds.VIEWER, headers=DESK | {"origin": "http://kakusho.test"})
    assert response.json()["data"]["viewer"]["role"] == "CONTRACTOR"


@pytest.mark.parametrize("value", ["", "0", "true", "1, 1"])
async def test_the_header_has_one_value(desk: Api, value: str) -> None:
    response = await execute(desk, builds.VIEWER, headers=OWN | {"x-kakusho-desk": value})
    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")


async def test_a_bearer_token_and_the_header_contradict_each_other(desk: Api) -> None:
    for token in (await desk.token("surety"), sample_register.API_TOKEN, ""):
        response = await execute(desk, builds.VIEWER, headers=HEADERS | {"authorization": f"Bearer {token}"})
        assert (response.status_code, code(response)) == (400, "BAD_REQUEST")
    # What a proxy before a trial asks for is no token.
    response = await execute(desk, builds.VIEWER, headers=HEADERS | {"authorization": "Basic eDp5"})
    assert response.json()["data"]["viewer"]["role"] == "CONTRACTOR"


async def test_with_a_bearer_token_there_are_no_documents(desk: Api) -> None:
    headers = {"authorization": f"Bearer {await desk.token('surety')}"}
    response = await execute(desk, builds.VIEWER, headers=headers)
    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")
    response = await send(desk, TEXT, headers=headers)
    assert response.json()["data"]["viewer"]["role"] == "SURETY"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, "BAD_REQUEST"),
        ({"documentId": None}, "BAD_REQUEST"),
        ({"documentId": 1}, "BAD_REQUEST"),
        ({"documentId": ["sha256:x"]}, "BAD_REQUEST"),
        ({"documentId": {"a": "b"}}, "BAD_REQUEST"),
        ({"documentId": True}, "BAD_REQUEST"),
        ({"documentId": ""}, "UNKNOWN_DOCUMENT"),
        ({"documentId": "sha256:" + "0" * 64}, "UNKNOWN_DOCUMENT"),
        ({"documentId": builds.id_of("query Foreign { viewer { role } }")}, "UNKNOWN_DOCUMENT"),
        ({"documentId": builds.id_of(builds.VIEWER).upper()}, "UNKNOWN_DOCUMENT"),
        ({"documentId": builds.id_of(builds.VIEWER).removeprefix("sha256:")}, "UNKNOWN_DOCUMENT"),
        ({"documentId": builds.VIEWER}, "UNKNOWN_DOCUMENT"),
        ({"documentId": builds.id_of(builds.VIEWER), **TEXT}, "BAD_REQUEST"),
        ({"documentId": builds.id_of(builds.VIEWER), "query": ""}, "BAD_REQUEST"),
        (TEXT, "UNTRUSTED_DOCUMENT"),
        ({"query": ""}, "UNTRUSTED_DOCUMENT"),
        ({"query": 1}, "UNTRUSTED_DOCUMENT"),
        ({"documentId": builds.id_of(builds.VIEWER), "variables": []}, "BAD_REQUEST"),
        ({"documentId": builds.id_of(builds.VIEWER), "operationName": "Other"}, "BAD_REQUEST"),
        ({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}}, "BAD_REQUEST"),
    ],
)
async def test_only_documents_of_the_build_are_executed(desk: Api, body: dict[str, Any], expected: str) -> None:
    response = await send(desk, body)
    assert (response.status_code, code(response)) == (400, expected)


async def test_a_new_build_is_known_at_once_and_the_one_before_too(desk: Api) -> None:
    new = "query New { viewer { role } }"
    assert code(await execute(desk, new)) == "UNKNOWN_DOCUMENT"
    builds.write_documents(desk.desks_dir / "documents.json", {builds.id_of(new): new})
    assert (await execute(desk, new)).json()["data"] == {"viewer": {"role": "CONTRACTOR"}}
    assert (await execute(desk, builds.FORMER)).status_code == 200
    assert code(await execute(desk, builds.VIEWER)) == "UNKNOWN_DOCUMENT"


async def test_without_a_build_nothing_is_known(api: Api) -> None:
    await sign_in(api)
    assert code(await execute(api, builds.VIEWER)) == "UNKNOWN_DOCUMENT"


@pytest.mark.parametrize("operation", [builds.VIEWER, builds.GUARANTEES, builds.NODE, builds.SIGN_OUT, "unknown"])
async def test_without_a_session_nothing_is_executed(desk: Api, operation: str) -> None:
    """A null would look like an answer: the desk asks for the password and repeats the operation."""
    given: dict[str, Any] = {"id": "Guarantee_x"} if operation == builds.NODE else {}
    before = await AuditEvent.all().count()

    async def is_refused() -> None:
        response = await execute(desk, operation, **given)
        assert (response.status_code, code(response)) == (401, "UNAUTHENTICATED")

    desk.clock.at = NOON + datetime.timedelta(hours=12)
    await is_refused()
    desk.clock.at = NOON
    for token in ("x", sample_register.API_TOKEN, ""):
        desk.http.cookies.clear()
        desk.http.cookies.set("kakusho", token, domain="kakusho.test")
        await is_refused()
    desk.http.cookies.clear()
    await is_refused()
    assert await AuditEvent.all().count() == before


async def test_a_revoked_session_is_over_with_the_next_operation(desk: Api) -> None:
    await AccessToken.filter(account_id__isnull=False).update(revoked_at=NOON)
    assert code(await execute(desk, builds.VIEWER)) == "UNAUTHENTICATED"


async def test_signing_out_by_graphql_ends_the_desks_session(desk: Api) -> None:
    assert (await execute(desk, builds.SIGN_OUT)).json()["data"] == {"signOut": True}
    assert not await is_signed_in(desk)


async def upload(api: Api, operations: dict[str, Any], headers: dict[str, str]) -> httpx.Response:
    content = multipart.multipart_body(operations)
    return await api.http.post("/graphql", content=content, headers=headers | multipart.TYPE)


async def test_an_upload_names_its_operation_too(desk: Api) -> None:
    operations = {"documentId": builds.id_of(builds.CHECK_FILE), "variables": {"file": None}}
    response = await upload(desk, operations, HEADERS)
    assert response.json()["data"]["verifyDocument"]["verdict"] == "UNCONFIRMED"
    for changes, expected in (
        ({"documentId": builds.id_of("query Foreign { viewer { role } }")}, "UNKNOWN_DOCUMENT"),
        ({"documentId": 1}, "BAD_REQUEST"),
        ({"documentId": None, "query": builds.CHECK_FILE}, "UNTRUSTED_DOCUMENT"),
        ({"query": builds.CHECK_FILE}, "BAD_REQUEST"),
    ):
        response = await upload(desk, operations | changes, HEADERS)
        assert (response.status_code, code(response)) == (400, expected)


@pytest.mark.parametrize(
    "headers", [DESK, DESK | {"sec-fetch-site": "cross-site"}, DESK | {"origin": "https://a.test"}]
)
async def test_uploads_of_other_sites_are_refused(desk: Api, headers: dict[str, str]) -> None:
    operations = {"documentId": builds.id_of(builds.CHECK_FILE), "variables": {"file": None}}
    response = await upload(desk, operations, headers)
    assert (response.status_code, code(response)) == (403, "FORBIDDEN_ORIGIN")
    # A form of another site cannot have the header, and its cookie does not count.
    response = await upload(desk, {"query": "mutation { signOut }"}, {"sec-fetch-site": "cross-site"})
    assert (response.status_code, await is_signed_in(desk)) == (400, True)


async def test_an_upload_without_a_session_is_not_read(desk: Api) -> None:
    async def unread() -> AsyncIterator[bytes]:
        raise AssertionError
        yield b""

    desk.http.cookies.clear()
    response = await desk.http.post("/graphql", content=unread(), headers=HEADERS | multipart.TYPE)
    assert (response.status_code, code(response)) == (401, "UNAUTHENTICATED")
