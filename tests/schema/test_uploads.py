"""Operations with files, by the GraphQL multipart request specification: what comes in other shapes is told so."""

import asyncio
import base64
import itertools
import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpx
import pytest

from models.records import AuditEvent
from resolvers.sample_data import House
from schema import uploads, view
from tests import acts
from tests.answers import refused, told
from tests.conftest import Api
from tests.schema.queries.test_verifications import VERIFY
from tests.schema.test_document import documents

PREFLIGHT = {"graphql-require-preflight": "1"}
TYPE = {"content-type": "multipart/form-data; boundary=b"}
OPERATIONS = json.dumps({"query": VERIFY, "variables": {"file": None}}).encode()
MAP = b'{"0": ["variables.file"]}'
PDF = b"%PDF-1.7"
UNCONFIRMED = {"verdict": "UNCONFIRMED", "issuer": None, "signedAt": None, "status": None, "trust": None}

Part = tuple[str, bytes]


def body(parts: Iterable[Part]) -> bytes:
    """As RFC 7578 has it, with the boundary `b`."""
    written = (
        f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="a"\r\n\r\n'.encode() + content + b"\r\n"
        for name, content in parts
    )
    return b"".join(written) + b"--b--\r\n"


def of(operations: object = None, map_: object = None, *more: Part, file: bytes = PDF) -> bytes:
    """The three parts, each as given or as it should be; `more` come after them."""
    given = OPERATIONS if operations is None else json.dumps(operations).encode()
    places = MAP if map_ is None else json.dumps(map_).encode()
    return body([("operations", given), ("map", places), ("0", file), *more])


def about(variables: object, query: str = VERIFY) -> dict[str, Any]:
    return {"query": query, "variables": variables}


async def post(api: Api, content: bytes | AsyncIterator[bytes], **headers: str) -> httpx.Response:
    return await api.http.post("/graphql", content=content, headers=PREFLIGHT | TYPE | headers)


def at(*paths: object) -> dict[str, object]:
    return {"0": list(paths)}


JSON_MESSAGE = "map の部分が JSON（UTF-8）として読めません"
OBJECT = "map の部分は JSON オブジェクトとしてください"
ONE = "map には、ファイル1つとその経路1つを書いてください"
BEGIN = "map の経路は variables. で始めてください"
NOWHERE = "map の経路の先が operations の variables にありません"
NOT_NULL = "variables の中の null としてください"
NO_FILE_THERE = "ファイル（Upload 型）のためのものではありません"
ORDER = "operations、map、map に書いた名前のファイルの順に"
UNREADABLE = "multipart/form-data として読めません"
TRUNCATED = "途中で終わっています"
OTHER = "query($n: GuaranteeNumber!, $k: AuthKey!) { certificate(guaranteeNumber: $n, authKey: $k) { projectName } }"
HEADER = b'--b\r\nContent-Disposition: form-data; name="operations"\r\n'

SHAPES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", TRUNCATED),
    "no part": (b"--b--\r\n", "operations の部分がありません"),
    "another boundary": (of().replace(b"--b", b"--c"), UNREADABLE),
    "JSON": (OPERATIONS, UNREADABLE),
    "nothing but line ends": (b"\r\n" * 500, TRUNCATED),
    "map not JSON": (body([("operations", OPERATIONS), ("map", b"{"), ("0", PDF)]), JSON_MESSAGE),
    "map empty": (body([("operations", OPERATIONS), ("map", b""), ("0", PDF)]), JSON_MESSAGE),
    "map not UTF-8": (body([("operations", OPERATIONS), ("map", b'{"0": ["\xff"]}')]), JSON_MESSAGE),
    "map a list": (of(None, [["variables.file"]]), OBJECT),
    "map a string": (of(None, "variables.file"), OBJECT),
    "map a number": (of(None, 0), OBJECT),
    "map null": (body([("operations", OPERATIONS), ("map", b"null"), ("0", PDF)]), OBJECT),
    "map without a file": (of(None, {}), ONE),
    "map with two files": (of(None, {"0": ["variables.file"], "1": ["variables.other"]}), ONE),
    "a path that is no list": (of(None, {"0": "variables.file"}), ONE),
    "a path that is null": (of(None, {"0": None}), ONE),
    "no path": (of(None, at()), ONE),
    "two paths": (of(None, at("variables.file", "variables.file")), ONE),
    "a number as path": (of(None, at(0)), ONE),
    "a nested path": (of(None, at(["variables.file"])), ONE),
    "map too large": (of(None, at("variables.file" + "x" * 1_000)), "map の部分は1,000バイトまで"),
    "an empty path": (of(None, at("")), BEGIN),
    "a path to the query": (of(None, at("query")), BEGIN),
    "a path to the variables": (of(None, at("variables")), BEGIN),
    "a path of a batch": (of(None, at("0.variables.file")), BEGIN),
    "a path into nothing": (of(None, at("variables.other")), NOWHERE),
    "an empty step": (of(None, at("variables.")), NOWHERE),
    "two dots": (of(None, at("variables..file")), NOWHERE),
    "below null": (of(None, at("variables.file.0")), NOWHERE),
    "__proto__": (of(None, at("variables.__proto__.file")), NOWHERE),
    "__class__": (of(None, at("variables.file.__class__")), NOWHERE),
    "a deep path": (of(None, at("variables" + ".a" * 400)), NOWHERE),
    "no variables": (of({"query": VERIFY}), NOWHERE),
    "variables null": (of(about(None)), NOWHERE),
    "into a string": (of(about({"file": "abc"}), at("variables.file.0")), NOWHERE),
    "into a number": (of(about({"file": 5}), at("variables.file.0")), NOWHERE),
    "into true": (of(about({"file": True}), at("variables.file.real")), NOWHERE),
    "index beyond the end": (of(about({"file": [None]}), at("variables.file.1")), NOWHERE),
    "negative index": (of(about({"file": [None]}), at("variables.file.-1")), NOWHERE),
    "huge index": (of(about({"file": [None]}), at("variables.file." + "9" * 900)), NOWHERE),
    "index with a zero": (of(about({"file": [None]}), at("variables.file.00")), NOWHERE),
    "index in Arabic": (of(about({"file": [None]}), at("variables.file.\u0660")), NOWHERE),
    "name in a list": (of(about({"file": [None]}), at("variables.file.length")), NOWHERE),
    "a path to a string": (of(about({"file": "YQ=="})), NOT_NULL),
    "a path to false": (of(about({"file": False})), NOT_NULL),
    "a path to an object": (of(about({"file": {}})), NOT_NULL),
    "an element where one file is expected": (of(about({"file": [None]}), at("variables.file.0")), NO_FILE_THERE),
    "a field where a file is expected": (of(about({"file": {"a": None}}), at("variables.file.a")), NO_FILE_THERE),
    "a variable of another type": (of(about({"n": None, "k": None}, OTHER), at("variables.k")), NO_FILE_THERE),
    "a variable that is not declared": (of(about({"x": None}), at("variables.x")), NO_FILE_THERE),
    "operations missing": (body([("map", MAP), ("0", PDF)]), ORDER),
    "operations last": (body([("map", MAP), ("0", PDF), ("operations", OPERATIONS)]), ORDER),
    "map missing": (body([("operations", OPERATIONS), ("0", PDF)]), ORDER),
    "map after the file": (body([("operations", OPERATIONS), ("0", PDF), ("map", MAP)]), ORDER),
    "only operations": (body([("operations", OPERATIONS)]), "map の部分がありません"),
    "a file that did not come": (body([("operations", OPERATIONS), ("map", MAP)]), "map に書いたファイルがありません"),
    "a file that is not in map": (body([("operations", OPERATIONS), ("map", MAP), ("1", PDF)]), ORDER),
    "the file twice": (of(None, None, ("0", PDF)), ORDER),
    "one file too many": (of(None, None, ("1", PDF)), ORDER),
    "operations twice": (body([("operations", OPERATIONS), ("operations", OPERATIONS), ("map", MAP)]), ORDER),
    "map twice": (body([("operations", OPERATIONS), ("map", MAP), ("map", MAP), ("0", PDF)]), ORDER),
    "another field": (body([("operations", OPERATIONS), ("map", MAP), ("token", b"x"), ("0", PDF)]), ORDER),
    "names in capitals": (body([("Operations", OPERATIONS), ("map", MAP), ("0", PDF)]), ORDER),
    "a thousand parts": (body([("x", b"")] * 1_000), ORDER),
    "operations a batch": (of([about({"file": None})], at("0.variables.file")), "一括送信は不可"),
    "operations a string": (of("{ viewer { role } }"), "JSON オブジェクトとしてください"),
    "operations not JSON": (
        body([("operations", b"{"), ("map", MAP)]),
        "operations の部分が JSON（UTF-8）として読めません",
    ),
    "operations without query": (of({"variables": {"file": None}}), "query には"),
    "variables a list": (of(about([None]), at("variables.0")), "variables は JSON オブジェクト"),
    "a part without a name": (of().replace(b' name="0";', b""), "name のない部分があります"),
    "a part without headers": (b"--b\r\n\r\n{}\r\n--b--\r\n", "name のない部分があります"),
    "a header without a colon": (HEADER + b"nonsense\r\n\r\n{}\r\n--b--\r\n", UNREADABLE),
    "a header without an end": (HEADER + b"x: " + b"a" * 70_000, UNREADABLE),
    "a thousand headers": (HEADER + b"x: a\r\n" * 1_000, UNREADABLE),
    "no last boundary": (of().removesuffix(b"--b--\r\n"), TRUNCATED),
    "half a last boundary": (of().removesuffix(b"-\r\n"), TRUNCATED),
    "half a file": (of()[:-12], TRUNCATED),
    "half a header": (HEADER, TRUNCATED),
}


@pytest.mark.parametrize("name", SHAPES)
async def test_what_has_another_shape_is_told_which_part_is_wrong(api: Api, name: str) -> None:
    content, message = SHAPES[name]
    response = await post(api, content)
    assert refused(response) == ["BAD_REQUEST"]
    assert message in response.json()["errors"][0]["message"]
    assert response.status_code == (413 if "バイトまで" in message else 400)
    assert await AuditEvent.all().count() == 0


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


async def test_what_is_being_received_is_bounded(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_HELD", 1_000)
    monkeypatch.setattr(uploads, "ARRIVING", 1)
    first = asyncio.create_task(post(api, silent(of()[:300])))
    await asyncio.sleep(0.1)
    response = await post(api, of(file=b"x" * 500))
    assert response.status_code == 503
    assert [told(error) for error in response.json()["errors"]] == ["SERVICE_UNAVAILABLE"]
    assert response.headers["retry-after"] == "5"
    assert (await first).status_code == 408
    assert (await post(api, of(file=b"x" * 500))).status_code == 200
