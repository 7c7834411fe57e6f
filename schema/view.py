"""GraphQL over HTTP: strict about what comes in, JSON with a stable code whatever goes wrong."""

import asyncio
import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from graphql import GraphQLError, get_operation_ast, parse
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from models.errors import DomainError
from resolvers import viewers
from schema import answers
from schema.build import graphql_schema, schema
from schema.compiled.execution import Executor
from schema.context import Context, Services

MAX_BODY_BYTES = 100_000
MAX_SECONDS = 10
log = structlog.get_logger(__name__)
GRAPHQL_JSON = "application/graphql-response+json"
JSON = "application/json"
OBJECT_OR_NULL = (dict, type(None))
OPERATION_TYPES = frozenset({OperationType.QUERY, OperationType.MUTATION})

Clock = Callable[[], datetime.datetime]


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


class View:
    """The one GraphQL endpoint, and the page for people who open it in a browser."""

    def __init__(self, *, services: Services, clock: Clock, page: str) -> None:
        self._services, self._clock, self._page = services, clock, page
        self._executor = Executor()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", ""):
            return HTMLResponse(self._page)
        try:
            operation = await _operation(request)
            async with asyncio.timeout(MAX_SECONDS):
                status, answer = await self._execute(operation, request)
        except BadRequest as error:
            status, answer = error.status, {"errors": [error.entry]}
        except TimeoutError:
            message = f"処理が{MAX_SECONDS}秒以内に終わりませんでした。"
            status, answer = 503, {"errors": [answers.error("TIMEOUT", message, retryAfter=answers.RETRY_AFTER)]}
        except Exception as error:  # noqa: BLE001 -- whatever it is, the client gets an answer and the log an entry
            entry = answers.of_exception(error)
            status, answer = _status_of([entry], 500), {"errors": [entry]}
        return _response(request, status, answer)

    async def _execute(self, operation: Operation, request: Request) -> tuple[int, Mapping[str, Any] | bytes]:
        try:
            context = await self._context(request)
            if (body := await self._compiled(operation, context)) is not None:
                return 200, body
            result = await schema.execute(
                operation.query,
                variable_values=operation.variables,
                operation_name=operation.name,
                context_value=context,
                allowed_operation_types=OPERATION_TYPES,
            )
        except CannotGetOperationTypeError:
            raise BadRequest(400, "operationName の操作が要求にありません。") from None
        except InvalidOperationTypeError:
            raise BadRequest(400, "実行できるのは query と mutation です。") from None
        if not result.errors:
            return 200, {"data": result.data}
        if result.data is None and not any(error.path for error in result.errors):
            return _request_error(operation, result.errors, request)
        entries = [answers.of_graphql_error(error) for error in result.errors]
        return _status_of(entries, 200), {"data": result.data, "errors": entries}

    async def _compiled(self, operation: Operation, context: Context) -> bytes | None:
        """The answer of the compiled operation; whatever goes wrong there goes wrong again in graphql-core."""
        try:
            return await self._executor.run(operation.query, operation.name, operation.variables, context)
        except Exception as error:
            if not isinstance(error, DomainError):
                log.warning("compiled_operation_failed", exc_info=error)
            return None

    async def _context(self, request: Request) -> Context:
        at, address = self._clock(), request.client.host if request.client else ""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        given = token.strip() if scheme.lower() == "bearer" else None
        viewer = await viewers.identify(token=given, address=address, at=at) if given else None
        return Context(self._services, viewer, given, address, at)


async def _operation(request: Request) -> Operation:
    """Raises BadRequest for everything that is not one operation in JSON."""
    if request.method != "POST":
        raise BadRequest(405, "GraphQL の要求は POST で送信してください。")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise BadRequest(415, f"Content-Type は {JSON} としてください。")
    try:
        body = orjson.loads(await _body(request))
    except orjson.JSONDecodeError:
        raise BadRequest(400, "要求の本文が JSON（UTF-8）として読めません。") from None
    if not isinstance(body, dict):
        raise BadRequest(400, "要求の本文は、query を含む JSON オブジェクトとしてください（一括送信は不可）。")
    return _checked(body)


def _checked(body: dict[str, Any]) -> Operation:
    expected: dict[str, tuple[Any, str]] = {
        "query": (str, "query には GraphQL の操作を文字列で指定してください。"),
        "variables": (OBJECT_OR_NULL, "variables は JSON オブジェクトとしてください。"),
        "operationName": (str | None, "operationName は文字列としてください。"),
        "extensions": (OBJECT_OR_NULL, "extensions は JSON オブジェクトとしてください。"),
    }
    for name, (type_, message) in expected.items():
        if not isinstance(body.get(name), type_):
            raise BadRequest(400, message)
    if not body["query"].strip():
        raise BadRequest(400, expected["query"][1])
    return Operation(body["query"], body.get("variables") or {}, body.get("operationName"))


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise BadRequest(413, f"要求の本文は{MAX_BODY_BYTES:,}バイトまでです。")
        parts.append(part)
    return b"".join(parts)


def _request_error(operation: Operation, errors: list[GraphQLError], request: Request) -> tuple[int, Mapping[str, Any]]:
    """An operation that was not run.

    400, but 200 for a faulty document where the client accepts only application/json: so GraphQL over HTTP has it.
    """
    if any("has invalid value" in error.message for error in errors):
        found = get_operation_ast(parse(operation.query), operation.name)
        if found is not None and (faulty := answers.of_variables(graphql_schema, found, operation.variables)):
            return 400, {"errors": faulty}
    entries = [answers.of_graphql_error(error) for error in errors]
    accept = request.headers.get("accept", "")
    is_old_client = JSON in accept and GRAPHQL_JSON not in accept
    return _status_of(entries, 200 if is_old_client else 400), {"errors": entries}


def _status_of(entries: list[dict[str, Any]], otherwise: int) -> int:
    is_unavailable = any(entry["extensions"]["code"] == answers.UNAVAILABLE for entry in entries)
    return 503 if is_unavailable else otherwise


def _response(request: Request, status: int, answer: Mapping[str, Any] | bytes) -> Response:
    media_type = GRAPHQL_JSON if GRAPHQL_JSON in request.headers.get("accept", "") else JSON
    headers = {"cache-control": "no-store"}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["retry-after"] = str(answers.RETRY_AFTER)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["allow"] = "GET, POST"
    body = answer if isinstance(answer, bytes) else orjson.dumps(answer)
    return Response(body, status, headers, f"{media_type}; charset=utf-8")
