"""GraphQL over HTTP: an invalid request gets a 4xx and a GraphQL error."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from models.audit_records import AuditEvent
from sample import sample_data
from tests.conftest import Api
from tests.support import api_calls, multipart
from tests.support.error_responses import JSON, error_codes, send

SOUND = {"query": "{ viewer { role } }"}

BODIES: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n ",
    "truncated": b'{"query": "{ viewer { role } }"',
    "trailing": b'{"query": "{ viewer { role } }"} x',
    "single quotes": b"{'query': '{ viewer { role } }'}",
    "NaN": b'{"query": "{ viewer { role } }", "variables": {"a": NaN}}',
    "null": b"null",
    "number": b"1",
    "string": b'"{ viewer { role } }"',
    "true": b"true",
    "list": b"[]",
    "batch": json.dumps([SOUND, SOUND]).encode(),
    "no query": b"{}",
    "query null": b'{"query": null}',
    "query number": b'{"query": 1}',
    "query list": b'{"query": ["{ viewer { role } }"]}',
    "query object": b'{"query": {"viewer": "role"}}',
    "query empty": b'{"query": ""}',
    "query blank": b'{"query": " \\n"}',
    "variables list": b'{"query": "{ viewer { role } }", "variables": []}',
    "variables string": b'{"query": "{ viewer { role } }", "variables": "{}"}',
    "variables number": b'{"query": "{ viewer { role } }", "variables": 0}',
    "operationName number": b'{"query": "{ viewer { role } }", "operationName": 1}',
    "operationName list": b'{"query": "{ viewer { role } }", "operationName": ["a"]}',
    "extensions list": b'{"query": "{ viewer { role } }", "extensions": []}',
    "deep list": b"[" * 99_000,
    "deep list, closed": b"[" * 49_000 + b"]" * 49_000,
    "deep object": b'{"a":' * 15_000 + b"1" + b"}" * 15_000,
    "deep variables": b'{"query": "{ viewer { role } }", "variables": {"a": ' + b"[" * 40_000 + b"]" * 40_000 + b"}}",
    "invalid UTF-8": b'{"query": "{ viewer { role } } #\xff"}',
    "overlong UTF-8": b'{"query": "{ viewer { role } } #\xc0\xaf"}',
    "UTF-8 surrogate": b'{"query": "{ viewer { role } } #\xed\xa0\x80"}',
    "lone surrogate": b'{"query": "{ viewer { role } } #\\ud800"}',
    "UTF-16": json.dumps(SOUND).encode("utf-16"),
    "huge number": b'{"query": "{ viewer { role } }", "variables": {"a": 1e999999}}',
    "raw NUL": b'{"query": "{ viewer { role } } \x00"}',
}


@pytest.mark.parametrize("name", BODIES)
async def test_a_body_that_is_no_request(api: Api, name: str) -> None:
    response = await send(api, BODIES[name])
    assert error_codes(response) == ["BAD_REQUEST"]
    assert response.status_code == 400
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("size", [100_001, 5_000_000])
async def test_a_body_above_100_kb_is_not_read(api: Api, size: int) -> None:
    response = await send(api, json.dumps(SOUND).encode().ljust(size))
    assert error_codes(response) == ["BAD_REQUEST"]
    assert response.status_code == 413


async def test_nor_one_without_an_announced_length(api: Api) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 1_000

    response = await api.http.post("/graphql", content=endless(), headers=JSON)
    assert response.status_code == 413


async def test_a_body_of_100_kb_is_answered(api: Api) -> None:
    assert (await send(api, json.dumps(SOUND).encode().ljust(100_000))).json()["data"] == {"viewer": None}


@pytest.mark.parametrize(
    "type_",
    [
        *("", "text/plain", "application/graphql", "application/x-www-form-urlencoded", "multipart/mixed"),
        *("application/jsonp", "json", "application/json+x", "text/html, application/json"),
    ],
)
async def test_only_json_is_taken(api: Api, type_: str) -> None:
    response = await send(api, json.dumps(SOUND).encode(), **{"content-type": type_})
    assert error_codes(response) == ["BAD_REQUEST"]
    assert response.status_code == 415


async def test_a_missing_content_type_is_no_json(api: Api) -> None:
    request = api.http.build_request("POST", "/graphql", content=json.dumps(SOUND).encode())
    request.headers.pop("content-type", None)
    assert (await api.http.send(request)).status_code == 415


@pytest.mark.parametrize(
    "type_", ["application/json", "Application/JSON", "application/json; charset=utf-8", "application/json ;a=b"]
)
async def test_json_is_taken_however_it_is_written(api: Api, type_: str) -> None:
    response = await send(api, json.dumps(SOUND).encode(), **{"content-type": type_})
    assert response.json()["data"] == {"viewer": None}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "GET"])
async def test_only_post_is_taken(api: Api, method: str) -> None:
    for parameters in ({}, {"query": "{ viewer { role } }"}, {"query": "mutation { signOut }"}):
        response = await api.http.request(method, "/graphql", params=parameters, json=SOUND)
        assert error_codes(response) == ["BAD_REQUEST"]
        assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")


async def test_a_head_without_html_is_refused_without_a_body(api: Api) -> None:
    assert (await api.http.head("/graphql")).status_code == 405


async def test_in_a_browser_there_is_graphiql(api: Api) -> None:
    accept = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    response = await api.http.get("/graphql", headers=accept)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert '<div id="graphiql">' in response.text
    assert "worker-src 'self'" in response.headers["content-security-policy"]


async def test_every_answer_carries_the_security_headers(api: Api) -> None:
    for path in ("/graphql", "/healthz", "/nowhere", "/static/graphiql/assets/x.js"):
        headers = (await api.http.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["content-security-policy"] == (
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        assert "strict-transport-security" not in headers


@pytest.mark.parametrize("client", ["x" * 300, "192.0.2.1\0", "::ffff:198.51.100.7"])
async def test_a_client_without_an_ip_address_harms_nobody(api: Api, client: str) -> None:
    assert api.application
    transport = httpx.ASGITransport(api.application, client=(client, 0))
    async with httpx.AsyncClient(transport=transport, base_url="http://kakusho.test") as http:
        stranger = replace(api, http=http)
        wrong = {"number": sample_data.NUMBER, "key": "W" * 12}
        answers = await asyncio.gather(
            *(each.data(api_calls.CERTIFICATE, as_="obligee", **wrong) for each in (stranger, api))
        )
    assert answers == [{"certificate": None}] * 2
    addresses = [event.address for event in await AuditEvent.filter(action="certificate.refused")]
    assert sorted(addresses) == sorted(["192.0.2.1", "198.51.100.7" if client.startswith("::") else ""])


BOM = b"\xef\xbb\xbf"


async def test_a_byte_order_mark_says_nothing(api: Api) -> None:
    assert (await send(api, BOM + json.dumps(SOUND).encode())).json()["data"] == {"viewer": None}
    within = {"query": "\ufeff{ viewer { role } }"}
    assert (await send(api, json.dumps(within).encode())).json()["data"] == {"viewer": None}
    parts = [("operations", BOM + multipart.OPERATIONS), ("map", BOM + multipart.MAP), ("0", multipart.PDF)]
    response = await multipart.post(api, multipart.body(parts))
    assert response.json()["data"]["verifyDocument"]["verdict"] == "UNCONFIRMED"
    for body in (BOM, BOM + BOM + b"{}", b"{}" + BOM):
        assert error_codes(await send(api, body)) == ["BAD_REQUEST"]


async def test_an_empty_operation_name_is_none(api: Api) -> None:
    for name in ("", None):
        response = await send(api, json.dumps(SOUND | {"operationName": name}).encode())
        assert response.json()["data"] == {"viewer": None}
    response = await send(api, json.dumps(SOUND | {"operationName": " "}).encode())
    assert error_codes(response) == ["BAD_REQUEST"]


HASH = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "a" * 64}}}


@pytest.mark.parametrize("query", [{}, {"query": None}, {"query": ""}])
async def test_a_hash_alone_is_answered_so_that_clients_send_all(api: Api, query: dict[str, str | None]) -> None:
    response = await send(api, json.dumps(HASH | query | {"operationName": "A"}).encode())
    by_get = await api.http.get("/graphql", params={"operationName": "A", "extensions": json.dumps(HASH["extensions"])})
    for answer in (response, by_get):
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        error = {"message": "PersistedQueryNotSupported", "extensions": {"code": "PERSISTED_QUERY_NOT_SUPPORTED"}}
        assert answer.json() == {"errors": [error]}
    assert (await send(api, json.dumps(HASH | SOUND).encode())).json()["data"] == {"viewer": None}


@pytest.mark.parametrize(
    "asked", [{}, {"extensions": "{}"}, {"query": "{ a }", "extensions": "persistedQuery"}, {"a": "persistedQuery"}]
)
async def test_any_other_get_is_refused(api: Api, asked: dict[str, str]) -> None:
    assert (await api.http.get("/graphql", params=asked)).status_code == 405


@pytest.mark.parametrize(
    ("type_", "status"),
    [
        ("application/json; charset=UTF-8", 200),
        ("application/json;charset=utf8", 200),
        ('application/json; charset="utf-8"', 200),
        ("application/json; charset=us-ascii", 200),
        ("application/json; charset=Shift_JIS", 415),
        ("application/json; a=b; charset=iso-8859-1", 415),
        ("application/json; charset=utf-16", 415),
    ],
)
async def test_texts_are_utf_8(api: Api, type_: str, status: int) -> None:
    assert (await send(api, json.dumps(SOUND).encode(), **{"content-type": type_})).status_code == status


@pytest.mark.parametrize(
    ("accept", "type_", "status"),
    [
        ("*/*", "application/json", 400),
        ("application/json", "application/json", 200),
        ("application/json, text/plain, */*", "application/json", 200),
        ("application/graphql-response+json", "application/graphql-response+json", 400),
        ("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json", 400),
        ("application/graphql-response+json;q=0.9, application/json", "application/json", 200),
        ("image/png", "application/json", 400),
    ],
)
async def test_answers_come_in_what_is_accepted(api: Api, accept: str, type_: str, status: int) -> None:
    faulty = await send(api, b'{"query": "{ nothing }"}', accept=accept)
    sound = await send(api, json.dumps(SOUND).encode(), accept=accept)
    assert (faulty.status_code, sound.status_code) == (status, 200)
    for answer in (faulty, sound):
        assert answer.headers["content-type"] == f"{type_}; charset=utf-8"


async def test_null_members_count_as_absent(api: Api) -> None:
    body = json.dumps(SOUND | {"variables": None, "operationName": None, "extensions": None, "other": 1}).encode()
    assert (await send(api, body)).json()["data"] == {"viewer": None}
