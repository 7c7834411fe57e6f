"""Pages of allowed origins: what they may send, what they may read of a response, and that other origins may not."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from pdf.documents.renderer import Renderer
from sample.sample_register import SampleRegister
from tests.conftest import Api, Clock
from tests.support import api_calls
from tests.support.csv_links import CSV
from tests.support.document_links import documents
from tests.support.servers.applications import created

ORIGIN, STRANGER = "https://a.example", "https://b.example"
PREFLIGHTS = [("/graphql", "POST"), ("/documents/x", "GET"), ("/exports/certificates/x", "GET")]
OF_CLIENTS = [
    "apollographql-client-name, apollographql-client-version, authorization, content-type",
    "authorization,content-type,traceparent,tracestate,baggage",
    "apollo-require-preflight,content-type",
    "graphql-require-preflight,x-apollo-operation-name,x-requested-with,x-request-id,sentry-trace",
]


@pytest.fixture
async def shared(api: Api, database_url: str, renderer: Renderer) -> AsyncIterator[Api]:
    """The application as pages of ORIGIN use it; links to documents have the other origin."""
    application = created(
        database_url, renderer, api.clock, public_url="https://kakusho.test", allowed_origins=(ORIGIN,)
    )
    transport = httpx.ASGITransport(application, client=("192.0.2.1", 1))
    headers = {"origin": ORIGIN}
    async with httpx.AsyncClient(transport=transport, base_url="http://kakusho.test", headers=headers) as http:
        yield replace(api, http=http)


def preflight(method: str, headers: str, origin: str = ORIGIN) -> dict[str, str]:
    return {
        "origin": origin,
        "access-control-request-method": method,
        "access-control-request-headers": headers,
    }


@pytest.mark.parametrize(("path", "method"), PREFLIGHTS)
@pytest.mark.parametrize("headers", OF_CLIENTS)
async def test_a_client_may_send_its_headers(shared: Api, path: str, method: str, headers: str) -> None:
    answer = await shared.http.options(path, headers=preflight(method, headers))
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert answer.headers["access-control-allow-headers"] == headers
    assert answer.headers["access-control-allow-methods"] == method
    assert "access-control-allow-credentials" not in answer.headers
    assert "Origin" in answer.headers["vary"]


@pytest.mark.parametrize(("path", "method"), PREFLIGHTS)
async def test_other_origins_and_methods_may_not(shared: Api, path: str, method: str) -> None:
    for asked in (preflight(method, "content-type", STRANGER), preflight("DELETE", "content-type")):
        answer = await shared.http.options(path, headers=asked)
        assert answer.status_code == 400
    assert (
        "access-control-allow-origin"
        not in (await shared.http.options(path, headers=preflight(method, "a", STRANGER))).headers
    )


@pytest.mark.parametrize(("path", "method"), PREFLIGHTS)
async def test_an_options_that_is_no_preflight_opens_nothing(shared: Api, path: str, method: str) -> None:
    answer = await shared.http.options(path, headers={"origin": ""})
    assert (answer.status_code, answer.content if method == "GET" else b"") in ((204, b""), (405, b""))
    assert method in answer.headers["allow"]


async def test_documents_and_lists_can_be_read(shared: Api, api: Api, sample: SampleRegister) -> None:
    await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()])
    document = (await documents(api, "contractor"))["certificate"]["url"]
    list_ = (await api.data(CSV, as_="obligee", f={}))["certificatesCsv"]["url"]
    for url, type_ in ((document, "application/pdf"), (list_, "text/csv; charset=utf-8")):
        path = httpx.URL(url).path
        for answer in (await shared.http.get(path), await shared.http.head(path)):
            assert (answer.status_code, answer.headers["content-type"]) == (200, type_)
            assert answer.headers["access-control-allow-origin"] == ORIGIN
            assert "Content-Disposition" in answer.headers["access-control-expose-headers"]
            assert answer.headers["vary"] == "Origin"
        for origin in (STRANGER, ""):
            foreign = await shared.http.get(path, headers={"origin": origin})
            assert "access-control-allow-origin" not in foreign.headers
            assert foreign.headers["vary"] == "Origin"


async def test_refusals_can_be_read_too(shared: Api) -> None:
    for path in ("/documents/x", "/exports/certificates/x"):
        answer = await shared.http.get(path)
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (404, ORIGIN)
    answer = await shared.http.post("/graphql", content=b"")
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (415, ORIGIN)


async def test_rates_and_waits_can_be_read(shared: Api) -> None:
    answer = await shared.post("{ viewer { name } }", as_="system")
    exposed = answer.headers["access-control-expose-headers"].lower().split(", ")
    rates = {name for name in answer.headers if name.startswith("ratelimit-")}
    assert len(rates) == 3
    assert set(exposed) == rates | {"retry-after", "content-disposition"}


async def test_pages_for_people_are_for_nobody_else(shared: Api) -> None:
    for path in ("/verify", "/verify/certificates", "/schema.graphql", "/readyz"):
        answer = await shared.http.get(path)
        assert "access-control-allow-origin" not in answer.headers
    assert (await shared.http.options("/verify", headers=preflight("POST", "content-type"))).status_code == 405


async def test_without_origins_nothing_is_shared(api: Api) -> None:
    for path, method in PREFLIGHTS:
        answer = await api.http.options(path, headers=preflight(method, "content-type"))
        assert answer.status_code == 405
        assert not [name for name in answer.headers if name.startswith("access-control-")]


async def test_for_all_origins_no_session_is_given_away(
    database_url: str, renderer: Renderer, sample: SampleRegister
) -> None:
    application = created(database_url, renderer, Clock(), public_url="http://kakusho.test", allowed_origins=("*",))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://kakusho.test") as http:
        answer = await http.post("/graphql", json={"query": "{ viewer { name } }"}, headers={"origin": STRANGER})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


async def test_browsers_are_told_to_use_https_where_there_is_https(shared: Api, api: Api) -> None:
    for path in ("/graphql", "/healthz", "/nowhere", "/verify", "/static/graphiql/assets/x.js", "/documents/x"):
        assert (await shared.http.get(path)).headers["strict-transport-security"] == "max-age=31536000"
        assert "strict-transport-security" not in (await api.http.get(path)).headers
