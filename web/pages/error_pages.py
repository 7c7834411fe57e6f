"""Errors that any page may raise, as pages with a message in Japanese."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from database.connection import is_unreachable, log_unreachable
from security.body_budget import BudgetExceeded
from web.pages.forms import FormTimeout, FormTooLarge, MalformedForm
from web.pages.page_security import is_own_form
from web.pages.rendering import render
from web.pages.time_limit import PageTimeout, limited

log = structlog.get_logger(__name__)

RETRY_AFTER = 30
"""Seconds after which to retry when the database is unreachable."""
FOREIGN_FORM = "このページの画面から送信してください。"
UNREADABLE = "送信された内容を読み取れません。"
LATE = "送信された内容が時間内に届きませんでした。もう一度お試しください。"
TOO_LARGE = "送信された内容が大きすぎます。ファイルは10MBまでです。"
TOO_SLOW = "処理が時間内に終わりませんでした。しばらくしてからやり直してください。"
BUSY_SECONDS = 5
BUSY = "ただいま多くのファイルを受信しています。しばらくしてからやり直してください。"
DATABASE_UNREACHABLE = "ただいまデータベースに接続できません。しばらくしてからやり直してください。"

CLOSE = {"connection": "close"}
"""Where the rest of what is sent is not read."""
EXPECTED_ERRORS: Mapping[type[Exception], tuple[HTTPStatus, str, Mapping[str, str]]] = {
    MalformedForm: (HTTPStatus.BAD_REQUEST, UNREADABLE, {}),
    FormTimeout: (HTTPStatus.REQUEST_TIMEOUT, LATE, CLOSE),
    FormTooLarge: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE, CLOSE),
    BudgetExceeded: (HTTPStatus.SERVICE_UNAVAILABLE, BUSY, CLOSE | {"retry-after": str(BUSY_SECONDS)}),
    PageTimeout: (HTTPStatus.SERVICE_UNAVAILABLE, TOO_SLOW, {"retry-after": str(BUSY_SECONDS)}),
}
"""Status, message and further headers by type."""

Handler = Callable[[Request], Awaitable[Response]]


def handle_errors(handler: Handler, *, address: str) -> Handler:
    """The handler, with pages for its errors; refuses forms of other sites than `address`, this installation's."""

    async def answer(request: Request) -> Response:
        if request.method == "POST" and not is_own_form(request, address=address):
            return render("error.html", HTTPStatus.FORBIDDEN, message=FOREIGN_FORM)
        try:
            async with limited(request):
                return await handler(request)
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)  # the client has disconnected
        except Exception as error:  # noqa: BLE001 -- people get a page, the log the error
            return _error_page(error)

    return answer


def _error_page(error: Exception) -> Response:
    status, message, headers = told(error)
    return render("error.html", status, headers=headers, message=message)


def told(error: Exception) -> tuple[HTTPStatus, str, Mapping[str, str]]:
    """Status, message and further headers for an error of any endpoint for people; an unexpected one is logged."""
    if known := EXPECTED_ERRORS.get(type(error)):
        return known
    if is_unreachable(error):
        log_unreachable(error)
        return HTTPStatus.SERVICE_UNAVAILABLE, DATABASE_UNREACHABLE, {"retry-after": str(RETRY_AFTER)}
    id_ = secrets.token_hex(6)
    log.error("unexpected_error", error_id=id_, exc_info=error)
    return HTTPStatus.INTERNAL_SERVER_ERROR, f"予期しないエラーが発生しました（エラー番号 {id_}）。", {}
