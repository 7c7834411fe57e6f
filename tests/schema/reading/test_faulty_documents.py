"""Documents that cannot be executed: invalid ones, and ones that are too large."""

import json
import time

import pytest

from tests.conftest import Api
from tests.support.error_responses import error_codes, send

INVALID = "GRAPHQL_VALIDATION_FAILED"
LARGE = "OPERATION_TOO_LARGE"
ROLE = "{ viewer { role } }"


def deep(depth: int, *, field: str = "certificate { guarantee {", end: str = "} }") -> str:
    return "{ guarantees { edges { node { " + (field + " ") * depth + "id " + (end + " ") * depth + "} } } }"


def circle(name: str, count: int) -> str:
    """`count` fragments that each spread the next one twice; the last one selects a field."""
    spreads = "".join(f"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }} " for i in range(count - 1))
    return f"{{ ...F0 }} {spreads} fragment F{count - 1} on Query {{ {name} }}"


CERTIFICATE = 'certificate(guaranteeNumber: "31073-00001M", authKey: "Z28YUE4J3Bux") { id }'

FAULTY: dict[str, str] = {
    "no GraphQL": "SELECT 1",
    "unclosed": "{ viewer { role }",
    "no selection": "{ viewer }",
    "NUL": "{ viewer { role } } \x00",
    "byte order mark only": "\ufeff",
    "comment only": "# nothing",
    "unclosed string": '{ node(id: "',
    "unknown field": "{ nothing }",
    "unknown argument": "{ viewer(x: 1) { role } }",
    "unknown type": "{ viewer { ... on Nothing { role } } }",
    "unknown fragment": "{ ...F }",
    "unused fragment": ROLE + " fragment F on Query { __typename }",
    "unknown directive": "{ viewer @x { role } }",
    "unknown variable": "{ node(id: $x) { id } }",
    "circular fragments": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    "circle of one": "{ ...A } fragment A on Query { ...A }",
    "conflicting aliases": "{ a: viewer { role } a: sureties { name } }",
    "missing argument": '{ certificate(guaranteeNumber: "31073-00001M") { id } }',
    "scalar for an object": "{ obligees(filter: 1) { edges { cursor } } }",
    "text for a number": '{ obligees(first: "1") { edges { cursor } } }',
    "fraction for a number": "{ obligees(first: 1.5) { edges { cursor } } }",
    "number above 2^31": "{ obligees(first: 2147483648) { edges { cursor } } }",
    "unknown enumeration value": "{ guarantees(filter: {kind: NOTHING}) { edges { cursor } } }",
    "unknown input field": "{ obligees(filter: {x: 1}) { edges { cursor } } }",
    "type definition": "type Query { x: Int }",
    "schema extension": ROLE + " extend type Query { x: Int }",
    "fragment only": "fragment F on Query { __typename }",
}


@pytest.mark.parametrize("name", FAULTY)
async def test_a_faulty_document(api: Api, name: str) -> None:
    response = await api.post(FAULTY[name])
    assert set(error_codes(response)) <= {INVALID, "BAD_REQUEST"}
    assert response.status_code == 400
    assert "Did you mean" not in response.text


SUBSCRIPTIONS = ["subscription { viewer { role } }", "subscription S { x }"]


@pytest.mark.parametrize("document", SUBSCRIPTIONS)
async def test_there_are_no_subscriptions(api: Api, document: str) -> None:
    assert set(error_codes(await api.post(document))) <= {"BAD_REQUEST", INVALID}


OVERSIZED: dict[str, str] = {
    "deep": deep(4),
    "deeper": deep(40),
    "deep introspection": "{ __schema { types { " + "fields { type { " * 10 + "name" + " } }" * 10 + " } } }",
    "16 aliases": "{ " + " ".join(f"a{i}: __typename" for i in range(16)) + " }",
    "16 aliases in fragments": "{ a: __typename ...F } fragment F on Query { ...G ...G ...G } fragment G on Query { "
    + " ".join(f"b{i}: __typename" for i in range(5))
    + " }",
    "301 fields": "{ " + "__typename " * 301 + "}",
    "6 directives": "{ viewer " + "@skip(if: false) " * 6 + "{ role } }",
    "6 directives on the query": "query " + "@x " * 6 + ROLE,
    "31 fragments": "{ ...F0 } " + " ".join(f"fragment F{i} on Query {{ __typename }}" for i in range(31)),
    "two operations": "query A { viewer { role } } query B { viewer { role } }",
    "two certificates": f"{{ {CERTIFICATE} b: {CERTIFICATE} }}",
    "two certificates in fragments": f"{{ ...F ...G }} fragment F on Query {{ {CERTIFICATE} }}"
    f" fragment G on Query {{ b: {CERTIFICATE} }}",
    "a fragment with a certificate twice": f"{{ ...F ...F }} fragment F on Query {{ {CERTIFICATE} }}",
    "inline fragments": f"{{ ... {{ {CERTIFICATE} }} ... on Query {{ {CERTIFICATE} }} }}",
    "skipped ones count": f"{{ {CERTIFICATE} b: certificate @skip(if: true) {{ id }} }}",
    "certificates through circles": circle(CERTIFICATE, 30),
    "fragments that double": circle("__typename", 30),
}


@pytest.mark.parametrize("name", OVERSIZED)
async def test_a_document_that_is_too_large(api: Api, name: str) -> None:
    began = time.process_time()
    response = await api.post(OVERSIZED[name], as_="obligee")
    assert set(error_codes(response)) == {LARGE}
    assert time.process_time() - began < 3, "thirty fragments that double take far longer if each is walked again"


WITHIN: dict[str, str] = {
    "depth 10": deep(3, end="} }"),
    "15 aliases": "{ " + " ".join(f"a{i}: __typename" for i in range(15)) + " }",
    "300 fields": "{ " + "__typename " * 300 + "}",
    "30 fragments": "{ "
    + " ".join(f"...F{i}" for i in range(30))
    + " } "
    + " ".join(f"fragment F{i} on Query {{ __typename }}" for i in range(30)),
    "5 directives": "{ viewer @skip(if: false) @include(if: true) { role @skip(if: false) } ... @skip(if: false) {"
    " __typename @include(if: true) } }",
}


@pytest.mark.parametrize("name", WITHIN)
async def test_a_document_of_the_largest_size(api: Api, name: str) -> None:
    assert await api.data(WITHIN[name], as_="surety")


BOTTOMLESS: dict[str, str] = {
    "selections": "{ a " * 20_000,
    "selections, closed": "{ a " * 300 + "}" * 300,
    "lists": "{ node(id: " + "[" * 900 + " ",
    "lists, closed": "{ node(id: " + "[" * 490 + "]" * 490 + ") { id } }",
    "objects": "{ obligees(filter: " + "{a: " * 240 + "1" + "}" * 240 + ") { edges { cursor } } }",
    "types": "query($a: " + "[" * 490 + "Int" + "]" * 490 + ") { viewer { role } }",
    "inline fragments": "{ " + "... { " * 400 + "__typename " + "} " * 400,
    "tokens": "{ " + "__typename " * 1_001 + "}",
    "names": "{ " + "a" * 90_000 + " }",
}


@pytest.mark.parametrize("name", BOTTOMLESS)
async def test_a_document_without_end(api: Api, name: str) -> None:
    response = await api.post(BOTTOMLESS[name])
    assert set(error_codes(response)) <= {LARGE, INVALID}


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ("query A { viewer { role } }", "B"),
        (ROLE, "A"),
        ("query A { viewer { role } }", "x" * 10_000),
    ],
)
async def test_an_operation_that_is_not_there(api: Api, document: str, name: str) -> None:
    response = await send(api, json.dumps({"query": document, "operationName": name}).encode())
    assert set(error_codes(response)) <= {"BAD_REQUEST", INVALID}


async def test_the_named_operation_is_run(api: Api) -> None:
    body = {"query": "query A { viewer { role } }", "operationName": "A"}
    assert (await send(api, json.dumps(body).encode())).json()["data"] == {"viewer": None}


GRAPHQL = "application/graphql-response+json"


@pytest.mark.parametrize(
    ("accept", "type_", "status"),
    [
        ("application/json", "application/json", 200),
        (f"{GRAPHQL}, application/json;q=0.9", GRAPHQL, 400),
        (GRAPHQL, GRAPHQL, 400),
        ("*/*", "application/json", 400),
        ("text/html", "application/json", 400),
        ("text/event-stream", "application/json", 400),
        ("multipart/mixed", "application/json", 400),
    ],
)
async def test_what_a_client_accepts(api: Api, accept: str, type_: str, status: int) -> None:
    faulty = await send(api, b'{"query": "{ nothing }"}', accept=accept)
    assert (faulty.status_code, faulty.headers["content-type"]) == (status, f"{type_}; charset=utf-8")
    assert [error["extensions"]["code"] for error in faulty.json()["errors"]] == [INVALID]
    sound = await send(api, json.dumps({"query": ROLE}).encode(), accept=accept)
    assert (sound.status_code, sound.headers["content-type"]) == (200, f"{type_}; charset=utf-8")
