"""Operations with files, by the GraphQL multipart request specification."""

import asyncio
import base64
import gc
import itertools
from collections.abc import AsyncIterator

import pytest

from sample.sample_register import SampleRegister
from schema.http import multipart_requests, view
from schema.scalars import File
from tests.conftest import Api
from tests.support import api_calls
from tests.support.document_links import documents
from tests.support.error_responses import error_codes
from tests.support.multipart import (
    MAP,
    OPERATIONS,
    PDF,
    PREFLIGHT,
    TYPE,
    UNCONFIRMED,
    VERIFY,
    body,
    multipart_body,
    operation,
    post,
    silent,
)


async def test_a_certificate_is_verified(api: Api, sample: SampleRegister) -> None:
    await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    pdf = (await api.http.get((await documents(api, "contractor"))["certificate"]["url"])).content
    by_multipart = (await post(api, multipart_body(file=pdf))).json()
    assert by_multipart["data"] == await api.data(VERIFY, file=base64.b64encode(pdf).decode())
    assert by_multipart["data"]["verifyDocument"]["verdict"] == "GENUINE"


async def test_in_operations_a_file_may_stand_in_base64_too(api: Api) -> None:
    query = VERIFY.replace("$file: Upload!", "$file: Upload!, $b: Upload!").replace(
        "} }", "} b: verifyDocument(file: $b) { verdict } }"
    )
    response = await post(api, multipart_body(operation({"file": None, "b": "YQ=="}, query)))
    assert response.json()["data"] == {"verifyDocument": UNCONFIRMED, "b": {"verdict": "UNCONFIRMED"}}


@pytest.mark.parametrize("size", [1, 7, 100])
async def test_in_pieces_it_is_the_same(api: Api, size: int) -> None:
    content = multipart_body() + b"epilogue"

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), size):
            yield content[start : start + size]

    assert (await post(api, pieces())).json()["data"] == {"verifyDocument": UNCONFIRMED}


async def test_a_file_may_have_boundaries_almost_and_be_empty(api: Api) -> None:
    for file in (b"", b"\r\n--", b"\r\n--a\r\n--\r\n" * 100, bytes(range(256)) * 10):
        assert (await post(api, multipart_body(file=file))).json()["data"] == {"verifyDocument": UNCONFIRMED}


async def test_a_faulty_document_is_told_as_ever(api: Api) -> None:
    for query in (
        "query($file: Upload!) {",
        "{ nothing }",
        "query($file: Nothing) { viewer { role } }",
        "fragment F on Query { __typename }",
    ):
        assert error_codes(await post(api, multipart_body(operation({"file": None}, query))))[0] in {
            "GRAPHQL_VALIDATION_FAILED",
            "BAD_REQUEST",
        }


async def test_the_largest_file_is_10_mb(api: Api) -> None:
    content = multipart_body(file=b"x" * 10_000_000)
    assert (await post(api, content)).json()["data"] == {"verifyDocument": UNCONFIRMED}
    response = await post(api, multipart_body(file=b"x" * 10_000_001))
    assert (response.status_code, error_codes(response)) == (413, ["BAD_REQUEST"])
    assert "10,000,000バイトまで" in response.json()["errors"][0]["message"]


async def test_operations_have_100_kb(api: Api) -> None:
    assert (
        await post(api, body([("operations", OPERATIONS.ljust(100_000)), ("map", MAP), ("0", PDF)]))
    ).status_code == 200
    response = await post(api, body([("operations", OPERATIONS.ljust(100_001)), ("map", MAP), ("0", PDF)]))
    assert (response.status_code, error_codes(response)) == (413, ["BAD_REQUEST"])


async def test_a_body_without_end_is_not_read(api: Api) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield multipart_body()
        for _ in itertools.count():
            yield b"epilogue" * 1_000

    response = await post(api, endless())
    assert (response.status_code, error_codes(response)) == (413, ["BAD_REQUEST"])


@pytest.mark.parametrize("name", multipart_requests.PREFLIGHT_HEADERS)
async def test_one_header_that_other_sites_cannot_send_is_needed(api: Api, name: str) -> None:
    headers = {name: "x"}
    assert (await api.http.post("/graphql", content=multipart_body(), headers=TYPE | headers)).status_code == 200


async def test_without_it_nothing_is_read_whoever_asks(api: Api) -> None:
    for headers in ({}, {"X-Requested-With": " "}, {"Authorization": f"Bearer {await api.token('obligee')}"}):
        response = await api.http.post("/graphql", content=b"", headers=TYPE | headers)
        assert (response.status_code, error_codes(response)) == (400, ["BAD_REQUEST"])
        assert all(name in response.json()["errors"][0]["message"] for name in multipart_requests.PREFLIGHT_HEADERS)


@pytest.mark.parametrize(
    "parameters", ["", "; boundary=", ';boundary=""', "; charset=utf-8", f"; boundary={'b' * 300}"]
)
async def test_a_boundary_is_needed(api: Api, parameters: str) -> None:
    response = await post(api, multipart_body(), **{"content-type": f"multipart/form-data{parameters}"})
    assert (response.status_code, error_codes(response)) == (400, ["BAD_REQUEST"])
    assert "boundary" in response.json()["errors"][0]["message"]


async def test_only_post_is_taken(api: Api) -> None:
    for method in ("PUT", "GET", "DELETE"):
        assert (
            await api.http.request(method, "/graphql", content=multipart_body(), headers=PREFLIGHT | TYPE)
        ).status_code == 405


async def test_a_value_beside_the_file_is_told_without_the_file(api: Api) -> None:
    other = "guarantees(first: $n) { edges { cursor } }"
    query = f"query($file: Upload!, $n: Int!) {{ verifyDocument(file: $file) {{ verdict }} {other} }}"
    response = await post(api, multipart_body(operation({"file": None, "n": "SECRET"}, query), file=b"CONTENT"))
    assert error_codes(response) == ["BAD_USER_INPUT"]
    assert response.json()["errors"][0]["extensions"]["field"] == "n"
    assert "CONTENT" not in response.text
    assert "SECRET" not in response.text


async def test_a_body_has_to_arrive_in_time(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "MAX_SECONDS", 0.1)
    monkeypatch.setattr(multipart_requests, "UPLOAD_TIMEOUT", 0.1)
    for headers in ({"content-type": "application/json"}, PREFLIGHT | TYPE):
        response = await api.http.post("/graphql", content=silent(b"--b\r\n"), headers=headers)
        assert (response.status_code, error_codes(response)) == (408, ["TIMEOUT"])
        assert response.headers["connection"] == "close"


async def test_a_file_has_longer_than_an_operation(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow() -> AsyncIterator[bytes]:
        content = multipart_body()
        yield content[:50]
        await asyncio.sleep(1.1)
        yield content[50:]

    monkeypatch.setattr(view, "MAX_SECONDS", 1)
    assert (await post(api, slow())).status_code == 200


async def test_a_large_file_is_let_go_with_its_request(api: Api) -> None:
    gc.collect()
    gc.disable()
    try:
        for content in (multipart_body(file=b"x" * 2_000_000), multipart_body(file=b"x" * 2_000_000)[:-10]):
            await post(api, content)
            await asyncio.sleep(0)
        assert [found for found in gc.get_objects() if isinstance(found, File | multipart_requests._Form)] == []
    finally:
        gc.enable()
