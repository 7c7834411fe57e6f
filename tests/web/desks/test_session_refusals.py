"""What other sites cannot do at `/session`, and what is refused there."""

import asyncio
import datetime
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import structlog

from fair_queue import QueueFull
from resolvers.parties import identify
from security import passwords
from security.passwords import Turn
from tests.conftest import NOON, Api
from tests.support.desks.desk_requests import DESK, HEADERS, OWN, sign_in
from tests.support.desks.session_answers import CALLS, GIVEN, actions, errors, people
from web.pages import forms, time_limit

HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        OWN,
        DESK,
        DESK | {"sec-fetch-site": "cross-site"},
        DESK | {"sec-fetch-site": "same-site"},
        DESK | {"sec-fetch-site": "none"},
        DESK | {"origin": "https://evil.example"},
        DESK | {"origin": "null"},
        DESK | {"origin": "http://kakusho.test.evil.example"},
        OWN | {"x-kakusho-desk": "0"},
        OWN | {"x-kakusho-desk": ""},
    ],
)
@pytest.mark.parametrize(("method", "path"), CALLS)
async def test_other_sites_can_do_nothing(api: Api, method: str, path: str, headers: dict[str, str]) -> None:
    """Login CSRF, ending and prolonging the sessions of others included."""
    await sign_in(api)
    api.clock.at += HOUR
    before = await actions()
    answer = await api.http.request(method, path, json=GIVEN, headers=headers)
    if method == "GET" and headers == DESK:  # by plain HTTP, browsers say nothing more
        assert answer.status_code == 200
    else:
        assert (answer.status_code, errors(answer)) == (403, ["FORBIDDEN_ORIGIN"])
    assert "set-cookie" not in answer.headers
    assert await actions() == before
    assert (await people().get()).expires_at == NOON + 12 * HOUR


async def test_a_browser_without_sec_fetch_site_has_its_origin(api: Api) -> None:
    answer = await api.http.post("/session", json=GIVEN, headers=DESK | {"origin": "http://kakusho.test"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "type_", "status", "code"),
    [
        (b"{}", "text/plain", 415, "BAD_REQUEST"),
        (b"email=a&password=b", "application/x-www-form-urlencoded", 415, "BAD_REQUEST"),
        (b"{}", "", 415, "BAD_REQUEST"),
        (b"{", "application/json", 422, "BAD_USER_INPUT"),
        (b"", "application/json", 422, "BAD_USER_INPUT"),
        (b"[]", "application/json", 422, "BAD_USER_INPUT"),
        (b"null", "application/json", 422, "BAD_USER_INPUT"),
        (b"\xff", "application/json", 422, "BAD_USER_INPUT"),
        (b"[" * 4_000, "application/json", 422, "BAD_USER_INPUT"),
        (b"{}", "application/json", 422, "BAD_USER_INPUT"),
        (b'{"email": "a@example.jp"}', "application/json", 422, "BAD_USER_INPUT"),
        (b'{"email": 1, "password": "x"}', "application/json", 422, "BAD_USER_INPUT"),
        (b'{"email": "a@example.jp", "password": null}', "application/json", 422, "BAD_USER_INPUT"),
        (
            b'{"email": "a\\u0000@example.jp", "password": "x"}',
            "application/json; charset=utf-8",
            422,
            "BAD_USER_INPUT",
        ),
        (b'{"email": "a@example.jp", "password": "\\ud800"}', "application/json", 422, "BAD_USER_INPUT"),
        (b" " * 8_001, "application/json", 413, "BAD_REQUEST"),
    ],
)
async def test_what_is_no_sign_in(api: Api, body: bytes, type_: str, status: int, code: str) -> None:
    answer = await api.http.post("/session", content=body, headers=HEADERS | {"content-type": type_})
    assert (answer.status_code, errors(answer)) == (status, [code])
    assert await actions() == []


async def test_a_body_has_to_arrive_and_to_end(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(60)

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 1_000

    json = {"content-type": "application/json"}
    answer = await api.http.post("/session", content=endless(), headers=HEADERS | json)
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    monkeypatch.setattr(forms, "FIELDS_SECONDS", 0.1)
    answer = await api.http.post("/session", content=silent(), headers=HEADERS | json)
    assert (answer.status_code, errors(answer), answer.headers["connection"]) == (408, ["TIMEOUT"], "close")


async def test_a_sign_in_that_takes_too_long_counts(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stuck(*_: object, **__: object) -> Any:
        await asyncio.Event().wait()

    monkeypatch.setattr(Turn, "verify", stuck)
    monkeypatch.setattr(time_limit, "MAX_SECONDS", 0.2)
    answer = await sign_in(api)
    assert (answer.status_code, errors(answer)) == (503, ["TIMEOUT"])
    await asyncio.gather(*api.throttle._ending)
    assert await actions() == ["session.refused"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (asyncpg.CannotConnectNowError("starting"), 503, "SERVICE_UNAVAILABLE"),
        (RuntimeError("a secret"), 500, "INTERNAL"),
    ],
)
async def test_what_goes_wrong_is_told_in_json(
    api: Api, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    async def broken(**_: Any) -> None:
        raise error

    await sign_in(api)
    monkeypatch.setattr(identify, "by_session", broken)
    with structlog.testing.capture_logs() as logged:
        answer = await api.http.get("/session", headers=HEADERS)
    assert (answer.status_code, errors(answer)) == (status, [code])
    assert "secret" not in answer.text
    assert (str(logged[-1].get("error_id")) in answer.text) is (status == 500)


async def test_too_many_waiting_sign_ins(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> bool:
        raise QueueFull

    monkeypatch.setattr(passwords._queue, "enter", full)
    answer = await sign_in(api)
    assert (answer.status_code, errors(answer), answer.headers["retry-after"]) == (503, ["SERVICE_UNAVAILABLE"], "5")
    assert await actions() == []


async def test_too_many_failures_are_told_with_the_time_to_wait(api: Api) -> None:
    """With those of the other ways in."""
    for _ in range(3):
        await api.http.post("/sign-in", data={**GIVEN, "password": "wrong"}, headers=OWN)
    answers = [await sign_in(api, password="wrong") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert errors(answers[-1]) == ["TOO_MANY_ATTEMPTS"]
    (error,) = answers[-1].json()["errors"]
    assert error["retryAfter"] == int(answers[-1].headers["retry-after"]) > 0


async def test_nobody_is_told_whether_an_address_has_an_account(api: Api) -> None:
    wrong, unknown = await sign_in(api, password="wrong"), await sign_in(api, "nobody@example.jp")
    assert wrong.json() == unknown.json()
    assert (wrong.status_code, errors(wrong)) == (401, ["WRONG_CREDENTIALS"])
    assert "set-cookie" not in wrong.headers
