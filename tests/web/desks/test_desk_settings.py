"""The settings of an installation: its address by HTTPS, other origins, and operations as text for development."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from pdf.documents.renderer import Renderer
from sample.sample_register import PASSWORD, SampleRegister
from tests.conftest import EMAILS, Clock
from tests.support.desks import builds
from tests.support.desks.desk_requests import DESK, HEADERS, OWN
from tests.support.servers.applications import created

Opening = Callable[..., Any]
GIVEN = {"email": EMAILS["contractor"], "password": PASSWORD}
TEXT = {"query": "query Development { viewer { role } }"}
NAMED = {"documentId": builds.id_of(builds.VIEWER)}
HTTPS = "https://kakusho.example"


@pytest.fixture
def opened(sample: SampleRegister, database_url: str, renderer: Renderer, tmp_path: Path) -> Opening:
    """Opens a client of an application with settings, and a build."""
    builds.write(tmp_path / "desks")

    @asynccontextmanager
    async def open_(address: str, **settings: Any) -> AsyncGenerator[httpx.AsyncClient]:
        given = {"public_url": address, "desks_dir": tmp_path / "desks", **settings}
        transport = httpx.ASGITransport(created(database_url, renderer, Clock(), **given))
        async with httpx.AsyncClient(transport=transport, base_url=address) as http:
            yield http

    return open_


async def test_by_https_the_cookie_is_bound_to_the_host(opened: Opening) -> None:
    async with opened(HTTPS) as http:
        answer = await http.post("/session", json=GIVEN, headers=HEADERS)
        cookie, _, rest = answer.headers["set-cookie"].partition("; ")
        assert cookie.startswith("__Host-kakusho=")
        assert rest == "HttpOnly; Max-Age=43200; Path=/; SameSite=lax; Secure"
        assert (await http.post("/graphql", json=NAMED, headers=HEADERS)).json()["data"]["viewer"]
        assert (await http.get("/guarantees")).headers["location"] == "/contractor/guarantees"
        token = http.cookies["__Host-kakusho"]
        http.cookies.clear()
        # Another host of the domain could set this name.
        plain = {"cookie": f"kakusho={token}"}
        assert (await http.post("/graphql", json=NAMED, headers=HEADERS | plain)).status_code == 401
        assert (await http.get("/guarantees", headers=plain)).status_code == 401


async def test_by_https_the_origin_is_the_installations_own(opened: Opening) -> None:
    async with opened(HTTPS) as http:
        for origin, status in ((HTTPS, 200), ("http://kakusho.example", 403), ("https://a.kakusho.example", 403)):
            answer = await http.post("/session", json=GIVEN, headers=DESK | {"origin": origin})
            assert answer.status_code == status
            answer = await http.post("/graphql", json=NAMED, headers=DESK | {"origin": origin})
            assert answer.status_code == status


async def test_allowed_origins_do_not_reach_the_desks_session(opened: Opening) -> None:
    origin = "https://front.example"
    async with opened(HTTPS, allowed_origins=(origin,)) as http:
        await http.post("/session", json=GIVEN, headers=HEADERS)
        for headers in (DESK | {"origin": origin}, DESK | {"origin": origin, "sec-fetch-site": "same-site"}):
            answer = await http.post("/graphql", json=NAMED, headers=headers)
            assert answer.status_code == 403
            assert "access-control-allow-credentials" not in answer.headers
            assert (await http.get("/session", headers=headers)).status_code == 403
        asks = {"origin": origin, "access-control-request-method": "POST"}
        answer = await http.options("/session", headers=asks | {"access-control-request-headers": "x-kakusho-desk"})
        assert answer.status_code == 405
        assert "access-control-allow-origin" not in answer.headers


async def test_in_development_operations_are_taken_as_text_too(opened: Opening) -> None:
    async with opened(HTTPS, desk_documents="any") as http:
        await http.post("/session", json=GIVEN, headers=HEADERS)
        answer = await http.post("/graphql", json=TEXT, headers=HEADERS)
        assert answer.json()["data"] == {"viewer": {"role": "CONTRACTOR"}}
        assert (await http.post("/graphql", json=NAMED, headers=HEADERS)).status_code == 200
        for body in (TEXT | NAMED, {}, {"query": 1}, {"documentId": 1}):
            answer = await http.post("/graphql", json=body, headers=HEADERS)
            assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")
        # Everything else holds as otherwise.
        assert (await http.post("/graphql", json=TEXT, headers=DESK)).status_code == 403
        assert (await http.post("/graphql", json=TEXT, headers=OWN)).json()["data"] == {"viewer": None}
