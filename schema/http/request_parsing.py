"""Strict parsing of HTTP requests: one operation in JSON, or a refusal that names the expected form.

Directly from ASGI's messages: Starlette's request and its headers take as long as a whole look-up. A request with a
file is multipart/form-data, which schema/http/multipart_requests.py reads.
"""

import codecs
from collections.abc import AsyncGenerator, Callable
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from models.parties.viewer import Viewer
from schema.http import error_formatting
from schema.reading.parsed_documents import Operation
from security.body_budget import UNCOUNTED_BYTES, BudgetExceeded, Share
from security.client_addresses import of_client
from security.rate_limiter import RateLimitStatus

MAX_BODY_BYTES = 100_000
"""Of an operation in JSON."""
JSON = "application/json"
UNICODE = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
"""Names of UTF-8 in a Content-Type, and its subset."""
PERSISTED = "persistedQuery"
LONGEST_TOLD = 300
"""Characters of a header that are examined."""
ADVICE = "ファイルは base64 ではなく multipart/form-data で送信してください。"


class BadRequest(Exception):
    """A request that is not executed, with the status and the error of the response."""

    def __init__(self, status: int, message: str, code: str = "BAD_REQUEST", **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.entry = error_formatting.error(code, message, **more)


class Desk(NamedTuple):
    """The sender of a request from a desk (schema/http/desk_requests.py)."""

    token: str | None
    """Of its session."""
    query: Callable[[dict[str, Any]], Any]
    """The text of the operation that a body names. Raises BadRequest."""
    account: str | None
    """The account that its page shows; None if it does not say."""

    def is_of(self, viewer: Viewer) -> bool:
        """Whether the page shows the data of this person."""
        return self.account is None or self.account == str(viewer.actor_id)


class HttpRequest:
    """One request: its method, its headers, and where it comes from."""

    __slots__ = ("_headers", "_query", "_receive", "address", "allowance", "desk", "is_read", "method")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.method: str = scope["method"]
        self.address = of_client(scope)
        self.allowance: RateLimitStatus | None = None
        """The remaining requests of its API client, once that is known."""
        self.desk: Desk | None = None
        """The desk that sent it, once that is admitted."""
        self.is_read = False
        """Whether its body has arrived completely."""
        self._headers = dict(scope["headers"])
        self._query: bytes = scope["query_string"]
        self._receive = receive

    def header(self, name: bytes) -> str:
        """A header by its name in lower case; empty if it is missing."""
        return self._headers.get(name, b"").decode("latin-1")

    def told(self, name: bytes) -> str | None:
        """The same; None if it is missing."""
        return self.header(name) if name in self._headers else None

    @property
    def type(self) -> tuple[str, str]:
        """Of the body: its media type, and its charset, UTF-8 by default."""
        return _type(self._headers.get(b"content-type", b"")[:LONGEST_TOLD])

    @property
    def length(self) -> int | None:
        """The announced size of the body in bytes; None without one."""
        told = self._headers.get(b"content-length", b"")
        return int(told) if told.isdigit() else None

    @property
    def is_small(self) -> bool:
        """Whether its body need not be counted."""
        length = self.length
        return b"transfer-encoding" not in self._headers if length is None else length <= UNCOUNTED_BYTES

    @property
    def asks_by_hash(self) -> bool:
        """Whether it is a GET for a persisted query, without the query."""
        asked = parse_qs(self._query.decode("latin-1"), max_num_fields=10) if PERSISTED.encode() in self._query else {}
        return "query" not in asked and any(PERSISTED in text for text in asked.get("extensions", ()))

    @property
    def token(self) -> str | None:
        """The bearer token; of a desk, the token of its session."""
        if self.desk is not None:
            return self.desk.token
        scheme, _, token = self.header(b"authorization").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else None

    async def operation(self, share: Share | None = None) -> Operation:
        """Raises BadRequest unless it is one operation in JSON, ClientDisconnect for an incomplete body."""
        body = b"".join([part async for part in self.parts(MAX_BODY_BYTES, share, ADVICE)])
        return parsed(body, "要求の本文", self.desk)

    async def parts(self, most: int, share: Share | None, advice: str = "") -> AsyncGenerator[bytes]:
        """The body on arrival, counted in the share if there is one.

        Raises BadRequest after too many bytes (with advice), or when they are announced, or while the budget is used
        up; ClientDisconnect if it is incomplete.
        """
        size = self.length or 0
        if size > most:
            raise _too_large(most, advice)
        try:
            if share is not None:
                share.expect(size)
            size = 0
            while not self.is_read:
                message = await self._receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                part = message.get("body", b"")
                size += len(part)
                if size > most:
                    raise _too_large(most, advice)
                self.is_read = not message.get("more_body", False)
                if share is not None:
                    await share.take(len(part))
                yield part
        except BudgetExceeded:
            message = "多くのファイルを受信中です。しばらくしてからやり直してください。"
            raise BadRequest(
                503, message, error_formatting.UNAVAILABLE, retryAfter=error_formatting.RETRY_AFTER
            ) from None


@lru_cache(maxsize=256)
def _type(header: bytes) -> tuple[str, str]:
    media_type, *parameters = (part.strip() for part in header.decode("latin-1").lower().split(";"))
    told = dict(parameter.split("=", 1) for parameter in parameters if "=" in parameter)
    return media_type, told.get("charset", "utf-8").strip('"')


def _too_large(most: int, advice: str) -> BadRequest:
    return BadRequest(413, f"要求の本文は{most:,}バイトまでです。{advice}")


def persisted_query_not_supported() -> BadRequest:
    """For an operation by its hash alone: the code after which clients (Apollo's, urql) send the whole operation."""
    return BadRequest(200, "PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED")


EXPECTED: dict[str, tuple[Any, str]] = {
    "query": (str, "query には GraphQL の操作を文字列で指定してください。"),
    "variables": ((dict, type(None)), "variables は JSON オブジェクトとしてください。"),
    "operationName": ((str, type(None)), "operationName は文字列としてください。"),
    "extensions": ((dict, type(None)), "extensions は JSON オブジェクトとしてください。"),
}


def loaded(text: bytes, where: str) -> Any:
    """The JSON value, with or without a byte-order mark. Raises BadRequest."""
    try:
        return orjson.loads(text.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError:
        raise BadRequest(400, f"{where}が JSON（UTF-8）として読めません。") from None


def parsed(text: bytes, where: str, desk: Desk | None) -> Operation:
    """The operation in the JSON; `where` names its place in messages. Raises BadRequest."""
    body = loaded(text, where)
    if not isinstance(body, dict):
        raise BadRequest(400, f"{where}は、query を含む JSON オブジェクトとしてください（一括送信は不可）。")
    if desk is not None:
        body["query"] = desk.query(body)
    if not body.get("query") and isinstance(extensions := body.get("extensions"), dict) and PERSISTED in extensions:
        raise persisted_query_not_supported()
    for name, (type_, message) in EXPECTED.items():
        if not isinstance(body.get(name), type_):
            raise BadRequest(400, message)
    if not body["query"].strip():
        raise BadRequest(400, EXPECTED["query"][1])
    return Operation(body["query"], body.get("variables") or {}, body.get("operationName") or None)
