"""What comes in by HTTP, read strictly: one operation in JSON, or a refusal that says what was expected.

Straight from ASGI's messages: Starlette's request and its headers take as long as a whole look-up does.
"""

from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from schema import answers
from security.addresses import of_client
from security.rates import Allowance

MAX_BODY_BYTES = 100_000
JSON = "application/json"


class BadRequest(Exception):
    """A request that is no GraphQL request, with the status and the error to answer it with."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.entry = answers.error("BAD_REQUEST", message)


@dataclass(frozen=True)
class Operation:
    """What a client wants done."""

    query: str
    variables: dict[str, Any]
    name: str | None


class Request:
    """One request: its method, its headers, and where it comes from."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.method: str = scope["method"]
        self.address = of_client(scope)
        self.allowance: Allowance | None = None
        """What is left to the API client that sent it, once that is known."""
        self._headers = dict(scope["headers"])
        self._receive = receive

    def header(self, name: bytes) -> str:
        """A header by its name in lower case; empty where there is none."""
        return self._headers.get(name, b"").decode("latin-1")

    @property
    def token(self) -> str | None:
        """The bearer token."""
        scheme, _, token = self.header(b"authorization").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else None

    async def operation(self) -> Operation:
        """Raises BadRequest for everything that is not one operation in JSON, ClientDisconnect when half of it came."""
        if self.method != "POST":
            raise BadRequest(405, "GraphQL の要求は POST で送信してください。")
        if self.header(b"content-type").partition(";")[0].strip().lower() != JSON:
            raise BadRequest(415, f"Content-Type は {JSON} としてください。")
        try:
            body = orjson.loads(await self._body())
        except orjson.JSONDecodeError:
            raise BadRequest(400, "要求の本文が JSON（UTF-8）として読めません。") from None
        if not isinstance(body, dict):
            raise BadRequest(400, "要求の本文は、query を含む JSON オブジェクトとしてください（一括送信は不可）。")
        return _checked(body)

    async def _body(self) -> bytes:
        parts: list[bytes] = []
        size, is_complete = 0, False
        while not is_complete:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            part = message.get("body", b"")
            size += len(part)
            if size > MAX_BODY_BYTES:
                raise BadRequest(413, f"要求の本文は{MAX_BODY_BYTES:,}バイトまでです。")
            parts.append(part)
            is_complete = not message.get("more_body", False)
        return b"".join(parts)


EXPECTED: dict[str, tuple[Any, str]] = {
    "query": (str, "query には GraphQL の操作を文字列で指定してください。"),
    "variables": ((dict, type(None)), "variables は JSON オブジェクトとしてください。"),
    "operationName": ((str, type(None)), "operationName は文字列としてください。"),
    "extensions": ((dict, type(None)), "extensions は JSON オブジェクトとしてください。"),
}


def _checked(body: dict[str, Any]) -> Operation:
    for name, (type_, message) in EXPECTED.items():
        if not isinstance(body.get(name), type_):
            raise BadRequest(400, message)
    if not body["query"].strip():
        raise BadRequest(400, EXPECTED["query"][1])
    return Operation(body["query"], body.get("variables") or {}, body.get("operationName"))
