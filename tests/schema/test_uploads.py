"""Operations with files, by the GraphQL multipart request specification."""

import asyncio
import base64
import gc
import itertools
from collections.abc import AsyncIterator

import httpx
import pytest

from resolvers.sample_data import House
from schema import uploads, view
from schema.scalars import File
from security import bodies
from tests import acts, api_clients
from tests.answers import JSON, refused, told
from tests.conftest import Api
from tests.multipart import MAP, OPERATIONS, PDF, PREFLIGHT, TYPE, VERIFY, about, body, of, post
from tests.schema.test_document import documents

UNCONFIRMED = {"verdict": "UNCONFIRMED", "issuer": None, "signedAt": None, "status": None, "trust": None}


async def test_a_certificate_is_verified(api: Api, house: House) -> None:
    await acts.issued(api, house, guarantees=[acts.advance_input()])
    pdf = (await api.http.get((await documents(api, "contractor"))["certificate"]["url"])).content
    by_multipart = (await post(api, of(file=pdf))).json()
    assert by_multipart == {"data": await api.data(VERIFY, file=base64.b64encode(pdf).decode())}
    assert by_multipart["data"]["verifyDocument"]["verdict"] == "GENUINE"


async def test_in_operations_a_file_may_stand_in_base64_too(api: Api) -> None:
    query = VERIFY.replace("$file: Upload!", "$file: Upload!, $b: Upload!").replace(
        "} }", "} b: verifyDocument(file: $b) { verdict } }"
    )
    response = await post(api, of(about({"file": None, "b": "YQ=="}, query)))
    assert response.json() == {"data": {"verifyDocument": UNCONFIRMED, "b": {"verdict": "UNCONFIRMED"}}}


@pytest.mark.parametrize("size", [1, 7, 100])
async def test_in_pieces_it_is_the_same(api: Api, size: int) -> None:
    content = of() + b"epilogue"

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), size):
            yield content[start : start + size]

    assert (await post(api, pieces())).json() == {"data": {"verifyDocument": UNCONFIRMED}}


async def test_a_file_may_have_boundaries_almost_and_be_empty(api: Api) -> None:
    for file in (b"", b"\r\n--", b"\r\n--a\r\n--\r\n" * 100, bytes(range(256)) * 10):
        assert (await post(api, of(file=file))).json() == {"data": {"verifyDocument": UNCONFIRMED}}


async def test_a_faulty_document_is_told_as_ever(api: Api) -> None:
    for query in (
        "query($file: Upload!) {",
        "{ nothing }",
        "query($file: Nothing) { viewer { role } }",
        "fragment F on Query { __typename }",
    ):
        assert refused(await post(api, of(about({"file": None}, query))))[0] in {
            "GRAPHQL_VALIDATION_FAILED",
            "BAD_REQUEST",
        }


async def test_the_largest_file_is_10_mb(api: Api) -> None:
    content = of(file=b"x" * 10_000_000)
    assert (await post(api, content)).json() == {"data": {"verifyDocument": UNCONFIRMED}}
    response = await post(api, of(file=b"x" * 10_000_001))
    assert (response.status_code, refused(response)) == (413, ["BAD_REQUEST"])
    assert "10,000,000バイトまで" in response.json()["errors"][0]["message"]


async def test_operations_have_100_kb(api: Api) -> None:
    assert (
        await post(api, body([("operations", OPERATIONS.ljust(100_000)), ("map", MAP), ("0", PDF)]))
    ).status_code == 200
    response = await post(api, body([("operations", OPERATIONS.ljust(100_001)), ("map", MAP), ("0", PDF)]))
    assert (response.status_code, refused(response)) == (413, ["BAD_REQUEST"])


async def test_a_body_without_end_is_not_read(api: Api) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield of()
        for _ in itertools.count():
            yield b"epilogue" * 1_000

    response = await post(api, endless())
    assert (response.status_code, refused(response)) == (413, ["BAD_REQUEST"])


@pytest.mark.parametrize("name", uploads.PREFLIGHT_HEADERS)
async def test_one_header_that_other_sites_cannot_send_is_needed(api: Api, name: str) -> None:
    headers = {name: "x"}
    assert (await api.http.post("/graphql", content=of(), headers=TYPE | headers)).status_code == 200


async def test_without_it_nothing_is_read_whoever_asks(api: Api) -> None:
    for headers in ({}, {"X-Requested-With": " "}, {"Authorization": f"Bearer {await api.token('obligee')}"}):
        response = await api.http.post("/graphql", content=b"", headers=TYPE | headers)
        assert (response.status_code, refused(response)) == (400, ["BAD_REQUEST"])
        assert all(name in response.json()["errors"][0]["message"] for name in uploads.PREFLIGHT_HEADERS)


@pytest.mark.parametrize(
    "parameters", ["", "; boundary=", ';boundary=""', "; charset=utf-8", f"; boundary={'b' * 300}"]
)
async def test_a_boundary_is_needed(api: Api, parameters: str) -> None:
    response = await post(api, of(), **{"content-type": f"multipart/form-data{parameters}"})
    assert (response.status_code, refused(response)) == (400, ["BAD_REQUEST"])
    assert "boundary" in response.json()["errors"][0]["message"]


async def test_only_post_is_taken(api: Api) -> None:
    for method in ("PUT", "GET", "DELETE"):
        assert (await api.http.request(method, "/graphql", content=of(), headers=PREFLIGHT | TYPE)).status_code == 405


async def test_a_value_beside_the_file_is_told_without_the_file(api: Api) -> None:
    other = "guarantees(first: $n) { edges { cursor } }"
    query = f"query($file: Upload!, $n: Int!) {{ verifyDocument(file: $file) {{ verdict }} {other} }}"
    response = await post(api, of(about({"file": None, "n": "SECRET"}, query), file=b"CONTENT"))
    assert refused(response) == ["BAD_USER_INPUT"]
    assert response.json()["errors"][0]["extensions"]["field"] == "n"
    assert "CONTENT" not in response.text
    assert "SECRET" not in response.text


async def silent(first: bytes) -> AsyncIterator[bytes]:
    """A body whose rest does not come."""
    yield first
    await asyncio.sleep(60)


async def test_a_body_has_to_arrive_in_time(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "MAX_SECONDS", 0.1)
    monkeypatch.setattr(uploads, "ARRIVING", 0.1)
    for headers in ({"content-type": "application/json"}, PREFLIGHT | TYPE):
        response = await api.http.post("/graphql", content=silent(b"--b\r\n"), headers=headers)
        assert (response.status_code, refused(response)) == (408, ["TIMEOUT"])
        assert response.headers["connection"] == "close"


async def test_a_file_has_longer_than_an_operation(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow() -> AsyncIterator[bytes]:
        content = of()
        yield content[:50]
        await asyncio.sleep(0.3)
        yield content[50:]

    monkeypatch.setattr(view, "MAX_SECONDS", 0.2)
    assert (await post(api, slow())).status_code == 200


LARGE = {"content-length": str(2 * bodies.LARGE)}
EXITS: dict[str, tuple[bytes, dict[str, str]]] = {
    "success": (of(file=b"x" * 2_000_000), {}),
    "malformed": (of(file=b"x" * 2_000_000)[:-10], {}),
    "refused": (of(file=b"%PDF-" + b"x" * 2_000_000), {}),
    "no such place": (of(map_={"0": ["variables.nothing"]}, file=b"x" * 2_000_000), {}),
    "too large": (of(file=b"x" * 10_000_001), {}),
    "wrong token": (of(file=b"x" * 2_000_000), {"authorization": "Bearer x"}),
}


@pytest.mark.parametrize("name", EXITS)
async def test_what_a_request_held_is_given_back_however_it_ends(
    api: Api, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(bodies, "MOST_OF_ONE", 10_200_000)
    content, headers = EXITS[name]
    for _ in range(7):
        await asyncio.wait_for(post(api, content, **headers), 10)
    assert held(api) == ({}, 0)


async def test_nor_does_one_that_breaks_off_keep_anything(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(uploads, "ARRIVING", 0.2)
    content = of(file=b"x" * 3_000_000)
    for _ in range(3):
        assert (await post(api, silent(content[:2_000_000]))).status_code == 408
    for _ in range(3):
        assert (await post(api, gone(content[:2_000_000]))).status_code == 500
    leaving = [asyncio.create_task(post(api, silent(content[:2_000_000]))) for _ in range(3)]
    await asyncio.sleep(0.1)
    for task in leaving:
        task.cancel()
    await asyncio.gather(*leaving, return_exceptions=True)
    monkeypatch.setattr(view.View, "_execute", broken)
    for _ in range(3):
        assert (await post(api, content)).status_code == 500
    assert held(api) == ({}, 0)


def held(api: Api) -> tuple[dict[str, int], int]:
    """What is held by whom, and by strangers together."""
    assert api.application is not None
    found = api.application.state.bodies
    return dict(found._held), found._of_strangers


async def gone(first: bytes) -> AsyncIterator[bytes]:
    """A body of which half comes."""
    yield first
    raise RuntimeError


async def test_those_who_stall_hold_nobody_up(api: Api) -> None:
    stalled = [asyncio.create_task(post(api, silent(of(file=b"x" * 3_000_000)[:2_000_000]))) for _ in range(4)]
    await asyncio.sleep(0.3)
    response = await asyncio.wait_for(post(api, of(file=b"x" * 9_000_000)), 5)
    assert response.json() == {"data": {"verifyDocument": UNCONFIRMED}}
    assert not any(task.done() for task in stalled)
    for task in stalled:
        task.cancel()


async def test_what_is_being_received_is_bounded(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_HELD", 1_000)
    monkeypatch.setattr(uploads, "ARRIVING", 1)
    first = asyncio.create_task(post(api, silent(of()[:300])))
    await asyncio.sleep(0.1)
    response = await post(api, of(file=b"x" * 500))
    assert response.status_code == 503
    assert [told(error) for error in response.json()["errors"]] == ["SERVICE_UNAVAILABLE"]
    assert response.headers["retry-after"] == "5"
    assert (await first).status_code == 408
    assert (await post(api, of(file=b"x" * 500))).status_code == 200


async def test_one_sender_leaves_room_for_others(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_OF_ONE", 1_000)
    monkeypatch.setattr(uploads, "ARRIVING", 1)
    first = asyncio.create_task(post(api, silent(of()[:300])))
    await asyncio.sleep(0.1)
    large = of(file=b"x" * 500)
    assert (await post(api, large)).status_code == 503
    for name in ("obligee", "system"):  # who is known has a share of his own at the same address
        assert (await post(api, large, authorization=f"Bearer {await api.token(name)}")).status_code == 200
    assert api.application is not None
    elsewhere = httpx.ASGITransport(api.application, client=("192.0.2.2", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://kakusho.test") as http:
        response = await http.post("/graphql", content=large, headers=PREFLIGHT | TYPE)
    assert response.status_code == 200
    assert (await first).status_code == 408
    assert (await post(api, large)).status_code == 200


async def test_strangers_leave_room_for_those_who_are_known(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_OF_STRANGERS", 300)
    large = of(file=b"x" * 500)
    for token in (None, "unknown"):
        headers = {"authorization": f"Bearer {token}"} if token else {}
        assert (await post(api, large, **headers)).status_code == 503
    assert (await post(api, large, authorization=f"Bearer {await api.token('city')}")).status_code == 200


async def unreadable() -> AsyncIterator[bytes]:
    """A body whose reading is a fault."""
    raise AssertionError
    yield b""


@pytest.mark.parametrize("type_", [JSON["content-type"], TYPE["content-type"]])
async def test_where_there_is_no_room_nothing_is_read(api: Api, monkeypatch: pytest.MonkeyPatch, type_: str) -> None:
    monkeypatch.setattr(bodies, "MOST_OF_ONE", 20_000)
    response = await post(api, unreadable(), **{"content-type": type_, "content-length": "50000"})
    assert (response.status_code, response.headers["connection"]) == (503, "close")
    assert response.headers["retry-after"] == "5"


@pytest.mark.parametrize(("type_", "most"), [(JSON["content-type"], 100_000), (TYPE["content-type"], 10_120_000)])
async def test_what_is_announced_as_too_large_is_not_read(api: Api, type_: str, most: int) -> None:
    response = await post(api, unreadable(), **{"content-type": type_, "content-length": str(most + 1)})
    assert (response.status_code, response.headers["connection"]) == (413, "close")
    response = await post(api, unreadable(), **{"content-type": type_, "content-length": str(most)})
    assert response.status_code == 500  # it is read


async def test_who_has_asked_too_often_is_told_before_his_body_is_read(api: Api, house: House) -> None:
    client = await api_clients.created(api, house, requestsPerMinute=1)
    await api_clients.issued(api, client, "一")
    headers = {"authorization": f"Bearer {await api.token('一')}"}
    response = await post(api, of(), **headers)
    assert (response.status_code, response.headers["ratelimit-remaining"]) == (200, "0")  # counted once
    response = await post(api, unreadable(), **headers, **LARGE)
    assert (response.status_code, response.headers["connection"]) == (429, "close")


async def test_a_large_file_is_let_go_with_its_request(api: Api) -> None:
    gc.collect()
    gc.disable()
    try:
        for content in (of(file=b"x" * 2_000_000), of(file=b"x" * 2_000_000)[:-10]):
            await post(api, content)
            await asyncio.sleep(0)
        assert [found for found in gc.get_objects() if isinstance(found, File | uploads._Form)] == []
    finally:
        gc.enable()
