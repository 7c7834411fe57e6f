"""Downloads of documents by signed URL."""

import asyncio
import datetime
from collections.abc import Callable
from http import HTTPStatus
from typing import TypedDict
from urllib.parse import quote

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from database.connection import is_unreachable, log_unreachable
from models.errors import DocumentNotAvailable
from models.parties.viewer import Viewer
from models.refusals import TooManyRequests
from resolvers.document_services import DocumentServices, wait_deadline
from resolvers.documents import document_links, download
from resolvers.documents.read_content import LostDocument
from security.client_addresses import of_client
from security.rate_limiter import RateLimiter
from security.signed_urls import ExpiredSignedUrl, InvalidSignedUrl
from storage.store import StoreUnavailable

log = structlog.get_logger(__name__)

PATH = f"{document_links.PATH}{{link:path}}"
HEADERS = {"cache-control": "private, no-store", "x-robots-tag": "noindex"}
RETRY_AFTER = 30
"""Seconds after which to retry when the database or the store is unreachable."""


class DocumentDownloads:
    """Endpoint for GET and HEAD; the signed URL is the only credential."""

    def __init__(
        self, services: DocumentServices, *, rate_limiter: RateLimiter, clock: Callable[[], datetime.datetime]
    ) -> None:
        self._services, self._rate_limiter, self._clock = services, rate_limiter, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request."""
        response = await self.answer(Request(scope, receive))
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """The document, or the reason why there is none, in Japanese."""
        try:
            return await self._found(request)
        except InvalidSignedUrl:
            return refusal(HTTPStatus.NOT_FOUND, "リンクが正しくありません。書類の画面から開き直してください。")
        except ExpiredSignedUrl:
            return refusal(HTTPStatus.FORBIDDEN, "リンクの有効期限が切れています。書類の画面から開き直してください。")
        except (DocumentNotAvailable, TooManyRequests) as error:
            return retry_later(error)
        except LostDocument as error:
            log.error("document_lost", document_id=str(error), exc_info=error)  # noqa: TRY400 -- with its cause, once
        except StoreUnavailable as error:
            log.warning("document_store_unavailable", error=str(error))
        except Exception as error:
            if not is_unreachable(error):
                raise
            log_unreachable(error)
        message = "書類を取り出せません。しばらくしてからやり直してください。"
        return refusal(HTTPStatus.SERVICE_UNAVAILABLE, message, {"retry-after": str(RETRY_AFTER)})

    async def _found(self, request: Request) -> Response:
        link, at, address = request.path_params["link"], self._clock(), of_client(request.scope)
        given: _Given = {
            "services": self._services,
            "at": at,
            "wait_until": wait_deadline(asyncio.get_running_loop().time()),
        }
        document, reader = await document_links.open_link(link, address=address, services=self._services, at=at)
        count_request(reader, self._rate_limiter)
        if request.method == "HEAD":
            document = await download.headers(document, reader, **given)
            return _pdf(str(document.filename), b"", {"content-length": str(document.size)})
        found = await download.content(document, reader, **given)
        return _pdf(found.filename, found.content, {})


class _Given(TypedDict):
    services: DocumentServices
    at: datetime.datetime
    wait_until: float


def count_request(viewer: Viewer, rate_limiter: RateLimiter) -> None:
    """Count a download among the requests of an API client. Raises TooManyRequests."""
    if viewer.requests_per_minute is not None:
        status = rate_limiter.count(viewer.actor_id, viewer.requests_per_minute)
        if status.is_exhausted:
            raise TooManyRequests(status.reset)


def retry_later(error: DocumentNotAvailable | TooManyRequests) -> Response:
    """The response for a document that is not available yet, or for an API client above its rate limit."""
    is_rate = isinstance(error, TooManyRequests)
    status = HTTPStatus.TOO_MANY_REQUESTS if is_rate else HTTPStatus.SERVICE_UNAVAILABLE
    return refusal(status, error.message, {"retry-after": str(error.retry_after)})


def _pdf(filename: str, content: bytes, more: dict[str, str]) -> Response:
    headers = HEADERS | {"content-disposition": disposition("inline", "document.pdf", filename)} | more
    return Response(content, headers=headers, media_type="application/pdf")


def disposition(how: str, plain: str, filename: str) -> str:
    """The value of Content-Disposition (RFC 6266): `plain` is for clients that do not know the encoded form."""
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def refusal(status: HTTPStatus, message: str, more: dict[str, str] | None = None) -> Response:
    """A refusal as a line of text."""
    return PlainTextResponse(f"{message}\n", status, HEADERS | (more or {}))
