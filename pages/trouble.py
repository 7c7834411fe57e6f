"""What any page may meet, told in words."""

import secrets
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import structlog
from starlette.requests import Request
from starlette.responses import Response

from database.connection import is_unreachable
from pages.forms import LateForm, MalformedForm, TooLargeForm
from pages.rendering import page
from pages.security import is_own_form

log = structlog.get_logger(__name__)

RETRY_AFTER = 30
"""Seconds after which to come again when the database is away."""
FOREIGN = "このページの画面から送信してください。"
UNREADABLE = "送信された内容を読み取れません。"
LATE = "送信された内容が時間内に届きませんでした。もう一度お試しください。"
TOO_LARGE = "送信された内容が大きすぎます。ファイルは10MBまでです。"
AWAY = "ただいまデータベースに接続できません。しばらくしてからやり直してください。"

Handler = Callable[[Request], Awaitable[Response]]


def told(handler: Handler, *, address: str) -> Handler:
    """The handler, for forms of our own only; `address` is this installation's."""

    async def answer(request: Request) -> Response:
        if request.method == "POST" and not is_own_form(request, address=address):
            return page("trouble.html", HTTPStatus.FORBIDDEN, message=FOREIGN)
        try:
            return await handler(request)
        except MalformedForm:
            return page("trouble.html", HTTPStatus.BAD_REQUEST, message=UNREADABLE)
        except LateForm:
            return page("trouble.html", HTTPStatus.REQUEST_TIMEOUT, headers={"connection": "close"}, message=LATE)
        except TooLargeForm:
            headers = {"connection": "close"}  # the rest of it is not read
            return page("trouble.html", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers=headers, message=TOO_LARGE)
        except Exception as error:  # noqa: BLE001 -- whatever it is, people are told in words, and the log in full
            return _unforeseen(error)

    return answer


def _unforeseen(error: Exception) -> Response:
    if is_unreachable(error):
        log.warning("database_unreachable", error=str(error))
        headers = {"retry-after": str(RETRY_AFTER)}
        return page("trouble.html", HTTPStatus.SERVICE_UNAVAILABLE, headers=headers, message=AWAY)
    id_ = secrets.token_hex(6)
    log.error("unexpected_error", error_id=id_, exc_info=error)
    message = f"予期しないエラーが発生しました（エラー番号 {id_}）。"
    return page("trouble.html", HTTPStatus.INTERNAL_SERVER_ERROR, message=message)
