"""GraphQL over HTTP: strict parsing, and JSON with a stable code for every error."""

import asyncio
import datetime
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from models.parties.viewer import Viewer
from models.refusals import TooManyRequests
from resolvers.parties import identify
from schema.context import Context, Services
from schema.http import error_formatting, multipart_requests
from schema.http.cost_rates import CostRates
from schema.http.desk_requests import HEADER, Desks, signed_out
from schema.http.media_types import JSON, Accepted, accepted
from schema.http.multipart_requests import MULTIPART
from schema.http.operation_answers import Answer, OperationAnswers, status_of
from schema.http.request_parsing import (
    LONGEST_TOLD,
    UNICODE,
    BadRequest,
    HttpRequest,
    persisted_query_not_supported,
)
from schema.reading.parsed_documents import Operation
from security.body_budget import BodyBudget, Share
from security.rate_limit_keys import source_of
from security.rate_limiter import RateLimitStatus

MAX_SECONDS = 10
"""For a request after its headers; with a file, after the whole body."""

Clock = Callable[[], datetime.datetime]


class View:
    """The GraphQL endpoint, and the page for browsers."""

    def __init__(
        self, *, services: Services, bodies: BodyBudget, costs: CostRates, desks: Desks, clock: Clock, page: ASGIApp
    ) -> None:
        self._services, self._bodies, self._costs, self._clock, self._page = services, bodies, costs, clock, page
        self._desks = desks
        self._answers = OperationAnswers(costs)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request."""
        request = HttpRequest(scope, receive)
        accepts = accepted(request.header(b"accept")[:LONGEST_TOLD])
        if accepts.is_browser and request.method in {"GET", "HEAD"}:
            await self._page(scope, receive, send)
            return
        try:
            status, answer = await self._answer(request, accepts)
        except ClientDisconnect:
            return
        await _send(send, request, accepts.media_type, status, answer)

    async def _answer(self, request: HttpRequest, accepts: Accepted) -> Answer:
        try:
            async with asyncio.timeout(MAX_SECONDS) as limit:
                return await self._carried_out(request, accepts, limit)
        except ClientDisconnect:
            raise
        except BadRequest as error:
            return error.status, {"errors": [error.entry]}
        except TimeoutError:
            if not request.is_read:
                return 408, {"errors": [error_formatting.error("TIMEOUT", "要求の本文が時間内に届きませんでした。")]}
            message = f"処理が{MAX_SECONDS}秒以内に終わりませんでした。"
            return 503, {
                "errors": [error_formatting.error("TIMEOUT", message, retryAfter=error_formatting.RETRY_AFTER)]
            }
        except Exception as error:  # noqa: BLE001 -- the client always gets a response and the log an entry
            entry = error_formatting.of_exception(error)
            return status_of([entry], 500), {"errors": [entry]}

    async def _carried_out(self, request: HttpRequest, accepts: Accepted, limit: asyncio.Timeout) -> Answer:
        if request.method != "POST":
            if request.method == "GET" and request.asks_by_hash:
                raise persisted_query_not_supported()
            raise BadRequest(405, "GraphQL の要求は POST で送信してください。")
        if request.told(HEADER) is not None:
            request.desk = self._desks.admit(request)
            await self._viewer(request, self._clock())
        media_type, charset = request.type
        if media_type not in {JSON, MULTIPART} or charset not in UNICODE:
            types = f"{JSON} としてください（ファイルがあるときは {MULTIPART}）。文字コードは UTF-8 です。"
            raise BadRequest(415, f"Content-Type は {types}")
        if media_type == MULTIPART:
            async with multipart_requests.received(request, limit, self._share(request)) as operation:
                return await self._execute(operation, request, accepts)
        if request.is_small:
            return await self._execute(await request.operation(), request, accepts)
        async with self._share(request) as share:
            return await self._execute(await request.operation(share), request, accepts)

    @asynccontextmanager
    async def _share(self, request: HttpRequest) -> AsyncGenerator[Share]:
        """The sender's share for the request's body. Raises TooManyRequests."""
        viewer = await self._viewer(request, self._clock())
        sender = viewer.actor_id.hex if viewer else source_of(request.address)
        with self._bodies.share(sender, is_known=viewer is not None) as share:
            yield share

    async def _execute(self, operation: Operation, request: HttpRequest, accepts: Accepted) -> Answer:
        context = await self._context(request, operation)
        if context.viewer is None:
            await self._bodies.begin_anonymous()
        return await self._answers.answer(operation, context, accepts)

    async def _context(self, request: HttpRequest, operation: Operation) -> Context:
        at = self._clock()
        viewer = await self._viewer(request, at)
        return Context(self._services, viewer, request.token, request.address, at, operation)

    async def _viewer(self, request: HttpRequest, at: datetime.datetime) -> Viewer | None:
        """The viewer; its request is counted when it is first identified. Raises TooManyRequests, BadRequest.

        A sender whose rate by cost is exhausted is refused before anything of the operation is read.
        """
        viewer = None
        if token := request.token:
            identified = identify.by_token if request.desk is None else identify.by_session
            viewer = await identified(token=token, address=request.address, at=at)
        if exhausted := self._costs.exhausted(viewer, request.address):
            request.allowance = exhausted
            raise TooManyRequests(exhausted.reset)
        if request.desk is not None and (viewer is None or not request.desk.is_of(viewer)):
            raise signed_out()
        if viewer is not None and viewer.requests_per_minute is not None and request.allowance is None:
            request.allowance = self._services.rate_limiter.count(viewer.actor_id, viewer.requests_per_minute)
            if request.allowance.is_exhausted:
                raise TooManyRequests(request.allowance.reset)
        return viewer


def _rate_headers(allowance: RateLimitStatus) -> list[tuple[bytes, bytes]]:
    """As in draft-ietf-httpapi-ratelimit-headers-06, which clients know; Retry-After if no requests remain."""
    limit, remaining, reset = (b"%d" % number for number in allowance[:3])
    headers = [(b"ratelimit-limit", limit), (b"ratelimit-remaining", remaining), (b"ratelimit-reset", reset)]
    return [*headers, (b"retry-after", reset)] if allowance.is_exhausted else headers


async def _send(
    send: Send, request: HttpRequest, media_type: str, status: int, answer: Mapping[str, Any] | bytes
) -> None:
    body = answer if isinstance(answer, bytes) else orjson.dumps(answer)
    headers = [
        (b"content-type", f"{media_type}; charset=utf-8".encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", str(error_formatting.RETRY_AFTER).encode()))
    if request.allowance is not None:
        headers += _rate_headers(request.allowance)
    if not request.is_read and (status == HTTPStatus.REQUEST_TIMEOUT or not request.is_small):
        headers.append((b"connection", b"close"))
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers.append((b"allow", b"GET, POST"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
