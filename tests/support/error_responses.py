"""Common properties of every response to a bad request."""

from typing import Any

import httpx

from tests.conftest import Api

JSON = {"content-type": "application/json"}


def error_codes(response: httpx.Response) -> list[str]:
    """The codes of a 4xx whose body is JSON with errors (message and code each) and without data."""
    assert 400 <= response.status_code < 500, (response.status_code, response.text[:500])
    assert response.headers["content-type"].partition(";")[0] in {
        "application/json",
        "application/graphql-response+json",
    }
    body = response.json()
    assert set(body) == {"errors"}, body
    assert body["errors"]
    return [error_code(error) for error in body["errors"]]


def error_code(error: dict[str, Any]) -> str:
    """The code of an error that has only a message, a code and its location."""
    assert isinstance(error["message"], str)
    assert error["message"]
    assert set(error) <= {"message", "extensions", "locations", "path"}
    return error["extensions"]["code"]


async def send(api: Api, body: bytes, **headers: str) -> httpx.Response:
    """A body as given, as JSON by default."""
    return await api.http.post("/graphql", content=body, headers=JSON | headers)
