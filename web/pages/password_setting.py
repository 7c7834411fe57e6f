"""`/password/{token}`, the link of invitations and reset mails: the form in which a person sets a password.

The token is in the path, which no page sends on: only our style sheet is loaded, and referrers name the site alone.
Opening the page changes nothing, since mail scanners open links too.
"""

import datetime
from collections.abc import Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.errors import DomainError, InvalidInput
from models.parties.account_refusals import AccountExists, PasswordLinkExpired, PasswordLinkUnknown, PasswordLinkUsed
from models.refusals import TooBusy, TooManyAttempts
from resolvers.accounts import set_password
from security.body_budget import BodyBudget
from security.client_addresses import of_client
from security.throttle import Throttle
from web.pages import forms
from web.pages.error_pages import Handler, handle_errors
from web.pages.rendering import redirect, render
from web.pages.sessions import body_share, refusal_of

PATH = "/password"
DONE = f"{PATH}/set"
DIFFERENT = "確認のために入力されたパスワードが異なります。"
OVER: dict[type[DomainError], HTTPStatus] = {
    PasswordLinkUnknown: HTTPStatus.NOT_FOUND,
    PasswordLinkUsed: HTTPStatus.GONE,
    PasswordLinkExpired: HTTPStatus.GONE,
    AccountExists: HTTPStatus.CONFLICT,
}
"""The status for a link that cannot be used."""
UNUSABLE = tuple(OVER)
WITHOUT_PATH = {"referrer-policy": "strict-origin"}
"""Proxies log referrers; with "no-referrer" browsers would send "Origin: null" with the form."""


class PasswordPages:
    """Endpoints below PATH."""

    def __init__(
        self, *, address: str, bodies: BodyBudget, throttle: Throttle, clock: Callable[[], datetime.datetime]
    ) -> None:
        self._address, self._bodies, self._throttle, self._clock = address, bodies, throttle, clock

    @property
    def routes(self) -> list[Route]:
        """Their routes."""
        return [
            self._route(DONE, _done, "GET"),
            self._route(f"{PATH}/{{token}}", self._show, "GET"),
            self._route(f"{PATH}/{{token}}", self._set, "POST"),
        ]

    def _route(self, path: str, handler: Handler, method: str) -> Route:
        return Route(path, handle_errors(handler, address=self._address), methods=[method])

    async def _show(self, request: Request) -> Response:
        try:
            _, account = await set_password.find(token=request.path_params["token"], at=self._clock())
        except UNUSABLE as refused:
            return _over(refused)
        return _form(email=account.email)

    async def _set(self, request: Request) -> Response:
        with body_share(request, None, self._bodies) as share:
            form = await forms.fields(request, share)
        token, password, address = request.path_params["token"], form.get("password", ""), of_client(request.scope)
        at = self._clock()
        try:
            if password != form.get("again"):
                _, account = await set_password.find(token=token, at=at)
                return _form(HTTPStatus.UNPROCESSABLE_ENTITY, email=account.email, error_text=DIFFERENT)
            await set_password.set_password(
                token=token, password=password, address=address, throttle=self._throttle, at=at
            )
        except UNUSABLE as refused:
            return _over(refused)
        except InvalidInput as refused:
            message = refused.problems[0].message
            return _form(HTTPStatus.UNPROCESSABLE_ENTITY, email=form.get("email", ""), error_text=message)
        except (TooManyAttempts, TooBusy) as refused:
            status, message, headers = refusal_of(refused)
            return _form(status, headers=headers, email=form.get("email", ""), error_text=message)
        return redirect(DONE)


def _form(
    status: HTTPStatus = HTTPStatus.OK,
    *,
    email: str,
    error_text: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    return render(
        "password.html", status, headers={**WITHOUT_PATH, **(headers or {})}, email=email, error_text=error_text
    )


def _over(refused: DomainError) -> Response:
    return render("error.html", OVER[type(refused)], headers=WITHOUT_PATH, message=refused.message)


async def _done(_: Request) -> Response:
    return render("password_set.html")
