"""Downloads of lists as CSV files by signed URL: streamed, one at a time for each viewer."""

import asyncio
import datetime
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from http import HTTPStatus
from uuid import UUID

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from database.connection import is_unreachable, log_unreachable
from models.refusals import TooManyRequests
from resolvers.certificates import export_csv
from resolvers.document_services import DocumentServices
from resolvers.guarantees import export_fee_statements, export_monthly_bills
from resolvers.parties.list_files import ListFile
from security.client_addresses import of_client
from security.rate_limiter import RateLimiter
from security.signed_urls import ExpiredSignedUrl, InvalidSignedUrl
from web.document_downloads import (
    HEADERS,
    RETRY_AFTER,
    count_request,
    disposition,
    refusal,
    retry_later,
)

log = structlog.get_logger(__name__)

PATH = "/exports/{list}/{link:path}"
FILES = {file.name: file for file in (export_csv.FILE, export_fee_statements.FILE, export_monthly_bills.FILE)}
"""By their place in the path."""
STALLED_SECONDS = 60
"""After which a client that reads nothing is disconnected."""


class CsvDownloads:
    """Endpoint for GET and HEAD; the signed URL is the only credential. Each process counts its own streams."""

    def __init__(
        self, services: DocumentServices, *, rate_limiter: RateLimiter, clock: Callable[[], datetime.datetime]
    ) -> None:
        self._services, self._rate_limiter, self._clock = services, rate_limiter, clock
        self._streaming: set[UUID] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request."""
        request, at = Request(scope, receive), self._clock()
        try:
            file, link = _file(request.path_params["list"]), request.path_params["link"]
            opened = await file.open(link, address=of_client(scope), services=self._services, at=at)
            count_request(opened.viewer, self._rate_limiter)
        except Exception as error:  # noqa: BLE001 -- unexpected ones are raised again
            await _refused(error)(scope, receive, send)
            return
        headers = HEADERS | {"content-disposition": disposition("attachment", f"{file.name}.csv", file.filename(at))}
        actor_id = opened.viewer.actor_id
        if request.method == "HEAD":
            await _head(headers)(scope, receive, send)
        elif actor_id in self._streaming:
            await _busy()(scope, receive, send)
        else:
            self._streaming.add(actor_id)
            try:
                async with aclosing(file.stream(opened, clock=self._clock)) as parts:
                    await _send_all(parts, headers, request, send)
            finally:
                self._streaming.remove(actor_id)


def _file(name: str) -> ListFile:
    """Raises InvalidSignedUrl: of a list that does not exist there are no URLs."""
    file = FILES.get(name)
    if file is None:
        raise InvalidSignedUrl
    return file


async def _send_all(parts: AsyncGenerator[bytes], headers: Mapping[str, str], request: Request, send: Send) -> None:
    """Send the parts as fast as the client reads them, until it disconnects or stalls.

    An aborted response is not terminated, so that the client can tell a part from the whole.
    """
    try:
        first = await anext(parts)
    except Exception as error:  # noqa: BLE001 -- as above
        await _refused(error)(request.scope, request.receive, send)
        return
    await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": _head(headers).raw_headers})
    try:
        await _send(first, send)
        async for part in parts:
            if await request.is_disconnected():
                return
            await _send(part, send)
    except Exception as error:
        if not is_unreachable(error):
            raise
        log.warning("csv_download_aborted", error=repr(error))
        return
    await send({"type": "http.response.body"})


async def _send(part: bytes, send: Send) -> None:
    async with asyncio.timeout(STALLED_SECONDS):  # its error is one of those that is_unreachable knows
        await send({"type": "http.response.body", "body": part, "more_body": True})


def _head(headers: Mapping[str, str]) -> Response:
    head = Response(headers=headers, media_type="text/csv")
    del head.headers["content-length"]
    return head


def _busy() -> Response:
    message = "前の出力が終わっていません。終わってからやり直してください。"
    return refusal(HTTPStatus.TOO_MANY_REQUESTS, message, {"retry-after": str(RETRY_AFTER)})


def _refused(error: Exception) -> Response:
    """The response for a file that cannot be had, in Japanese. Raises unexpected errors."""
    if isinstance(error, InvalidSignedUrl):
        return refusal(HTTPStatus.NOT_FOUND, "リンクが正しくありません。一覧の画面からやり直してください。")
    if isinstance(error, ExpiredSignedUrl):
        return refusal(HTTPStatus.FORBIDDEN, "リンクの有効期限が切れています。一覧の画面からやり直してください。")
    if isinstance(error, TooManyRequests):
        return retry_later(error)
    if not is_unreachable(error):
        raise error
    log_unreachable(error)
    message = "一覧を取り出せません。しばらくしてからやり直してください。"
    return refusal(HTTPStatus.SERVICE_UNAVAILABLE, message, {"retry-after": str(RETRY_AFTER)})
