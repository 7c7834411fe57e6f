"""Memory for the bodies of requests with files: for which sender, how much, and until when."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from sample.sample_register import SampleRegister
from schema.http import multipart_requests, view
from security import body_budget
from tests.conftest import Api
from tests.support import api_clients
from tests.support.error_responses import JSON, error_code
from tests.support.multipart import PREFLIGHT, TYPE, UNCONFIRMED, multipart_body, post, silent

LARGE = {"content-length": str(2 * body_budget.LARGE_BODY_BYTES)}
EXITS: dict[str, tuple[bytes, dict[str, str]]] = {
    "success": (multipart_body(file=b"x" * 2_000_000), {}),
    "malformed": (multipart_body(file=b"x" * 2_000_000)[:-10], {}),
    "refused": (multipart_body(file=b"%PDF-" + b"x" * 2_000_000), {}),
    "no such place": (multipart_body(map_={"0": ["variables.nothing"]}, file=b"x" * 2_000_000), {}),
    "too large": (multipart_body(file=b"x" * 10_000_001), {}),
    "wrong token": (multipart_body(file=b"x" * 2_000_000), {"authorization": "Bearer x"}),
}


@pytest.mark.parametrize("name", EXITS)
async def test_what_a_request_held_is_given_back_however_it_ends(
    api: Api, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(body_budget, "MAX_BYTES_PER_SENDER", 10_200_000)
    content, headers = EXITS[name]
    for _ in range(7):
        await asyncio.wait_for(post(api, content, **headers), 10)
    assert held(api) == ({}, 0)


async def test_nor_does_one_that_breaks_off_keep_anything(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(multipart_requests, "UPLOAD_TIMEOUT", 0.2)
    content = multipart_body(file=b"x" * 3_000_000)
    for _ in range(3):
        assert (await post(api, silent(content[:2_000_000]))).status_code == 408
    for _ in range(3):
        assert (await post(api, gone(content[:2_000_000]))).status_code == 500
    monkeypatch.setattr(multipart_requests, "UPLOAD_TIMEOUT", 60)
    leaving = [asyncio.create_task(post(api, silent(content[:2_000_000]))) for _ in range(3)]
    await until_held(api, 6_000_000)
    for task in leaving:
        task.cancel()
    await asyncio.gather(*leaving, return_exceptions=True)
    monkeypatch.setattr(view.View, "_execute", broken)
    for _ in range(3):
        assert (await post(api, content)).status_code == 500
    assert held(api) == ({}, 0)


def held(api: Api) -> tuple[dict[str, int], int]:
    """The bytes held by sender, and by all anonymous senders."""
    assert api.application is not None
    found = api.application.state.bodies
    return dict(found._held), found._anonymous


async def until_held(api: Api, size: int) -> None:
    """Wait until anonymous senders hold so much."""
    async with asyncio.timeout(20):
        while held(api)[1] < size:  # noqa: ASYNC110 -- there is no notification
            await asyncio.sleep(0)


async def gone(first: bytes) -> AsyncIterator[bytes]:
    """A body that breaks off halfway."""
    yield first
    raise RuntimeError


async def broken_off(request: asyncio.Task[httpx.Response]) -> None:
    """The request is still waiting; cancel it."""
    assert not request.done()
    request.cancel()
    await asyncio.wait([request])


async def test_those_who_stall_hold_nobody_up(api: Api) -> None:
    stalled = [
        asyncio.create_task(post(api, silent(multipart_body(file=b"x" * 3_000_000)[:2_000_000]))) for _ in range(4)
    ]
    await until_held(api, 8_000_000)
    response = await asyncio.wait_for(post(api, multipart_body(file=b"x" * 9_000_000)), 30)
    assert response.json()["data"] == {"verifyDocument": UNCONFIRMED}
    assert not any(task.done() for task in stalled)
    for task in stalled:
        task.cancel()


async def test_what_is_being_received_is_bounded(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_budget, "MAX_BYTES", 1_000)
    first = asyncio.create_task(post(api, silent(multipart_body()[:300])))
    await until_held(api, 300)
    response = await post(api, multipart_body(file=b"x" * 500))
    assert response.status_code == 503
    assert [error_code(error) for error in response.json()["errors"]] == ["SERVICE_UNAVAILABLE"]
    assert response.headers["retry-after"] == "5"
    await broken_off(first)
    assert (await post(api, multipart_body(file=b"x" * 500))).status_code == 200


async def test_one_sender_leaves_room_for_others(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_budget, "MAX_BYTES_PER_SENDER", 1_000)
    first = asyncio.create_task(post(api, silent(multipart_body()[:300])))
    await until_held(api, 300)
    large = multipart_body(file=b"x" * 500)
    assert (await post(api, large)).status_code == 503
    for name in ("obligee", "system"):  # a known sender has its own share at the same address
        assert (await post(api, large, authorization=f"Bearer {await api.token(name)}")).status_code == 200
    assert api.application is not None
    elsewhere = httpx.ASGITransport(api.application, client=("192.0.2.2", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://kakusho.test") as http:
        response = await http.post("/graphql", content=large, headers=PREFLIGHT | TYPE)
    assert response.status_code == 200
    await broken_off(first)
    assert (await post(api, large)).status_code == 200


async def test_strangers_leave_room_for_those_who_are_known(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_budget, "MAX_ANONYMOUS_BYTES", 300)
    large = multipart_body(file=b"x" * 500)
    for token in (None, "unknown"):
        headers = {"authorization": f"Bearer {token}"} if token else {}
        assert (await post(api, large, **headers)).status_code == 503
    assert (await post(api, large, authorization=f"Bearer {await api.token('city')}")).status_code == 200


async def unreadable() -> AsyncIterator[bytes]:
    """A body whose reading fails."""
    raise AssertionError
    yield b""


@pytest.mark.parametrize("type_", [JSON["content-type"], TYPE["content-type"]])
async def test_where_there_is_no_room_nothing_is_read(api: Api, monkeypatch: pytest.MonkeyPatch, type_: str) -> None:
    monkeypatch.setattr(body_budget, "MAX_BYTES_PER_SENDER", 20_000)
    response = await post(api, unreadable(), **{"content-type": type_, "content-length": "50000"})
    assert (response.status_code, response.headers["connection"]) == (503, "close")
    assert response.headers["retry-after"] == "5"


@pytest.mark.parametrize(("type_", "most"), [(JSON["content-type"], 100_000), (TYPE["content-type"], 10_120_000)])
async def test_what_is_announced_as_too_large_is_not_read(api: Api, type_: str, most: int) -> None:
    response = await post(api, unreadable(), **{"content-type": type_, "content-length": str(most + 1)})
    assert (response.status_code, response.headers["connection"]) == (413, "close")
    response = await post(api, unreadable(), **{"content-type": type_, "content-length": str(most)})
    assert response.status_code == 500  # it is read


async def test_who_has_asked_too_often_is_told_before_his_body_is_read(api: Api, sample: SampleRegister) -> None:
    client = await api_clients.created(api, sample, requestsPerMinute=1)
    await api_clients.issued(api, client, "一")
    headers = {"authorization": f"Bearer {await api.token('一')}"}
    response = await post(api, multipart_body(), **headers)
    assert (response.status_code, response.headers["ratelimit-remaining"]) == (200, "0")  # counted once
    response = await post(api, unreadable(), **headers, **LARGE)
    assert (response.status_code, response.headers["connection"]) == (429, "close")
