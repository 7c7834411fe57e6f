"""What comes in by HTTP, read strictly: one operation in JSON, or a refusal that says what was expected.

Straight from ASGI's messages: Starlette's request and its headers take as long as a whole look-up does. With a file
comes multipart/form-data instead, which schema/uploads.py reads.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from schema import answers
from security.addresses import of_client
from security.rates import Allowance

MAX_BODY_BYTES = 100_000
"""Of an operation in JSON."""
JSON = "application/json"
ADVICE = "ファイルは base64 ではなく multipart/form-data で送信してください。"


class BadRequest(Exception):
    """A request that is not carried out as it came, with the status and the error to answer it with."""

    def __init__(self, status: int, message: str, code: str = "BAD_REQUEST", **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.entry = answers.error(code, message, **more)


@dataclass(frozen=True)
class Operation:
    """What a client wants done."""

    query: str
    variables: dict[str, Any]
    name: str | None


class Request:
    """One request: its method, its headers, and where it comes from."""

    __slots__ = ("_headers", "_receive", "address", "allowance", "is_read", "method")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.method: str = scope["method"]
        self.address = of_client(scope)
        self.allowance: Allowance | None = None
        """What is left to the API client that sent it, once that is known."""
        self.is_read = False
        """Whether all of its body has come."""
        self._headers = dict(scope["headers"])
        self._receive = receive

    def header(self, name: bytes) -> str:
        """A header by its name in lower case; empty where there is none."""
        return self._headers.get(name, b"").decode("latin-1")

    @property
    def media_type(self) -> str:
        """Of the body, without its parameters."""
        return self._headers.get(b"content-type", b"").partition(b";")[0].strip().lower().decode("latin-1")

    @property
    def token(self) -> str | None:
        """The bearer token."""
        scheme, _, token = self.header(b"authorization").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else None

    async def operation(self) -> Operation:
        """Raises BadRequest for everything that is not one operation in JSON, ClientDisconnect when half of it came."""
        return parsed(b"".join([part async for part in self.parts(MAX_BODY_BYTES, ADVICE)]), "要求の本文")

    async def parts(self, most: int, advice: str = "") -> AsyncGenerator[bytes]:
        """The body as it comes. Raises BadRequest after so many bytes (with advice), ClientDisconnect on half of it."""
        size = 0
        while not self.is_read:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            part = message.get("body", b"")
            size += len(part)
            if size > most:
                raise BadRequest(413, f"要求の本文は{most:,}バイトまでです。{advice}")
            self.is_read = not message.get("more_body", False)
            yield part


EXPECTED: dict[str, tuple[Any, str]] = {
    "query": (str, "query には GraphQL の操作を文字列で指定してください。"),
    "variables": ((dict, type(None)), "variables は JSON オブジェクトとしてください。"),
    "operationName": ((str, type(None)), "operationName は文字列としてください。"),
    "extensions": ((dict, type(None)), "extensions は JSON オブジェクトとしてください。"),
}


def parsed(text: bytes, where: str) -> Operation:
    """The operation that stands in JSON; `where` it stands, for people. Raises BadRequest."""
    try:
        body = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise BadRequest(400, f"{where}が JSON（UTF-8）として読めません。") from None
    if not isinstance(body, dict):
        raise BadRequest(400, f"{where}は、query を含む JSON オブジェクトとしてください（一括送信は不可）。")
    for name, (type_, message) in EXPECTED.items():
        if not isinstance(body.get(name), type_):
            raise BadRequest(400, message)
    if not body["query"].strip():
        raise BadRequest(400, EXPECTED["query"][1])
    return Operation(body["query"], body.get("variables") or {}, body.get("operationName"))
