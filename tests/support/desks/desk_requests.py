"""Requests as a desk in a browser sends them."""

from typing import Any

import httpx

from sample.sample_register import PASSWORD
from tests.conftest import EMAILS, Api
from tests.support.desks import builds

DESK = {"x-kakusho-desk": "1"}
OWN = {"sec-fetch-site": "same-origin"}
HEADERS = DESK | OWN


async def sign_in(api: Api, name: str = "contractor", password: str = PASSWORD) -> httpx.Response:
    """Sign in; the cookie stays in the client."""
    given = {"email": EMAILS.get(name, name), "password": password}
    return await api.http.post("/session", json=given, headers=HEADERS)


async def execute(api: Api, operation: str, *, headers: dict[str, str] = HEADERS, **variables: Any) -> httpx.Response:
    """Execute a trusted document."""
    return await send(api, {"documentId": builds.id_of(operation), "variables": variables}, headers=headers)


async def send(api: Api, body: dict[str, Any], *, headers: dict[str, str] = HEADERS) -> httpx.Response:
    """Any body to the GraphQL endpoint."""
    return await api.http.post("/graphql", json=body, headers=headers)


def code(response: httpx.Response) -> str:
    """The code of the only error of a GraphQL response without data."""
    content = response.json()
    assert "data" not in content
    (error,) = content["errors"]
    return error["extensions"]["code"]
