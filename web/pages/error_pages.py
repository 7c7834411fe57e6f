"""What any page may meet, told in words."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from database.connection import is_unreachable
from security.body_budget import BudgetExceeded
from web.pages.forms import LateForm, MalformedForm, TooLargeForm
from web.pages.page_security import is_own_form
from web.pages.rendering import page

log = structlog.get_logger(__name__)

RETRY_AFTER = 30
"""Seconds after which to come again when the database is away."""
FOREIGN = "このページの画面から送信してください。"
UNREADABLE = "送信された内容を読み取れません。"
LATE = "送信された内容が時間内に届きませんでした。もう一度お試しください。"
TOO_LARGE = "送信された内容が大きすぎます。ファイルは10MBまでです。"
BUSY_SECONDS = 5
BUSY = "ただいま多くのファイルを受信しています。しばらくしてからやり直してください。"
AWAY = "ただいまデータベースに接続できません。しばらくしてからやり直してください。"

CLOSE = {"connection": "close"}
"""Where the rest of what is sent is not read."""
KNOWN: Mapping[type[Exception], tuple[HTTPStatus, str, Mapping[str, str]]] = {
    MalformedForm: (HTTPStatus.BAD_REQUEST, UNREADABLE, {}),
    LateForm: (HTTPStatus.REQUEST_TIMEOUT, LATE, CLOSE),
    TooLargeForm: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE, CLOSE),
    BudgetExceeded: (HTTPStatus.SERVICE_UNAVAILABLE, BUSY, CLOSE | {"retry-after": str(BUSY_SECONDS)}),
}
"""How each is told: status, words, headers."""

Handler = Callable[[Request], Awaitable[Response]]


def told(handler: Handler, *, address: str) -> Handler:
    """The handler, for forms of our own only; `address` is this installation's."""

    async def answer(request: Request) -> Response:
        if request.method == "POST" and not is_own_form(request, address=address):
            return page("trouble.html", HTTPStatus.FORBIDDEN, message=FOREIGN)
        try:
            return await handler(request)
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)  # which nobody gets to see
        except Exception as error:  # noqa: BLE001 -- whatever it is, people are told in words, and the log in full
            return _told(error)

    return answer


def _told(error: Exception) -> Response:
    if known := KNOWN.get(type(error)):
        status, message, headers = known
        return page("trouble.html", status, headers=headers, message=message)
    if is_unreachable(error):
        log.warning("database_unreachable", error=str(error))
        headers = {"retry-after": str(RETRY_AFTER)}
        return page("trouble.html", HTTPStatus.SERVICE_UNAVAILABLE, headers=headers, message=AWAY)
    id_ = secrets.token_hex(6)
    log.error("unexpected_error", error_id=id_, exc_info=error)
    message = f"予期しないエラーが発生しました（エラー番号 {id_}）。"
    return page("trouble.html", HTTPStatus.INTERNAL_SERVER_ERROR, message=message)
