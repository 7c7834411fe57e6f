"""Requests of the desks in JSON beside GraphQL: who may send them, their bodies, and refusals as JSON."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from security import own_pages
from web.pages import error_pages, forms
from web.pages.error_pages import Handler
from web.pages.page_security import is_from_own_page
from web.pages.time_limit import PageTimeout, limited

MOST_BYTES = 8_000
"""Of a body."""
HEADERS = {"cache-control": "no-store"}
CODES = {
    HTTPStatus.BAD_REQUEST: "BAD_REQUEST",
    HTTPStatus.INTERNAL_SERVER_ERROR: "INTERNAL",
    HTTPStatus.SERVICE_UNAVAILABLE: "SERVICE_UNAVAILABLE",
}
"""Of errors of any endpoint, by status."""


class JsonRefusal(Exception):
    """A request that is refused."""

    def __init__(self, status: HTTPStatus, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, headers or {}


def of_desks(handler: Handler, *, address: str) -> Handler:
    """The handler for requests of desks of this installation; errors become JSON."""

    async def answer(request: Request) -> Response:
        try:
            _admit(request, address)
            async with limited(request):
                return await handler(request)
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)  # the client has disconnected
        except JsonRefusal as refused:
            return _refusal(refused)
        except Exception as error:  # noqa: BLE001 -- the desk gets JSON, the log the error
            status, message, headers = error_pages.told(error)
            code = "TIMEOUT" if isinstance(error, PageTimeout) else CODES[status]
            return _refusal(JsonRefusal(status, code, message, headers))

    return answer


def answer(
    content: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK, headers: Mapping[str, str] = HEADERS
) -> Response:
    """A response in JSON."""
    return Response(orjson.dumps(content), status, headers=headers, media_type="application/json")


async def body(request: Request) -> Mapping[str, Any]:
    """The JSON object that was sent. Raises JsonRefusal."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        message = "Content-Type は application/json としてください。"
        raise JsonRefusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "BAD_REQUEST", message)
    try:
        async with asyncio.timeout(forms.FIELDS_SECONDS):
            found = orjson.loads(await _received(request))
    except TimeoutError:
        message = "要求の本文が時間内に届きませんでした。"
        raise JsonRefusal(HTTPStatus.REQUEST_TIMEOUT, "TIMEOUT", message, error_pages.CLOSE) from None
    except orjson.JSONDecodeError:
        raise malformed("要求の本文が JSON（UTF-8）として読めません。") from None
    if not isinstance(found, dict):
        raise malformed("要求の本文は JSON オブジェクトとしてください。")
    return found


def malformed(message: str) -> JsonRefusal:
    """For content that cannot be processed."""
    return JsonRefusal(HTTPStatus.UNPROCESSABLE_ENTITY, "BAD_USER_INPUT", message)


def _admit(request: Request, address: str) -> None:
    """Raises JsonRefusal unless a desk of ours has sent it.

    By plain HTTP, a GET of an own page says nothing of its origin. It has the header, and changes nothing.
    """
    is_own = is_from_own_page(request, address=address)
    if is_own is None:
        is_own = request.method in {"GET", "HEAD"}
    if request.headers.get(own_pages.DESK_HEADER) != "1" or not is_own:
        raise JsonRefusal(HTTPStatus.FORBIDDEN, "FORBIDDEN_ORIGIN", "このサービスの画面から送信してください。")


async def _received(request: Request) -> bytes:
    announced = request.headers.get("content-length", "")
    received = bytearray()
    if not (announced.isdecimal() and int(announced) > MOST_BYTES):
        async for part in request.stream():
            received += part
            if len(received) > MOST_BYTES:
                break
        else:
            return bytes(received)
    message = f"要求の本文は{MOST_BYTES:,}バイトまでです。"
    raise JsonRefusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "BAD_REQUEST", message, error_pages.CLOSE)


def _refusal(refused: JsonRefusal) -> Response:
    entry: dict[str, Any] = {"code": refused.code, "message": refused.message}
    if seconds := refused.headers.get("retry-after"):
        entry["retryAfter"] = int(seconds)
    return answer({"errors": [entry]}, refused.status, {**HEADERS, **refused.headers})
