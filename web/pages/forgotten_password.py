"""`/forgotten-password`: asks for a mail with a link to a new password. Nobody learns who has an account."""

import datetime
from collections.abc import Callable, Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.refusals import TooBusy, TooManyAttempts
from resolvers.accounts import reset_password
from security.body_budget import BodyBudget
from security.client_addresses import of_client
from security.password_links import PasswordLinks
from security.throttle import Throttle
from web.pages import forms
from web.pages.error_pages import Handler, handle_errors
from web.pages.rendering import redirect, render
from web.pages.sessions import body_share, refusal_of

PATH = "/forgotten-password"
SENT = f"{PATH}/sent"
EMPTY = "メールアドレスを入力してください。"


class ForgottenPasswordPages:
    """Endpoints at PATH."""

    def __init__(
        self,
        links: PasswordLinks,
        *,
        address: str,
        bodies: BodyBudget,
        throttle: Throttle,
        clock: Callable[[], datetime.datetime],
    ) -> None:
        self._links, self._address, self._bodies, self._throttle, self._clock = links, address, bodies, throttle, clock

    @property
    def routes(self) -> list[Route]:
        """Their routes."""
        return [
            self._route(PATH, _show, "GET"),
            self._route(PATH, self._request, "POST"),
            self._route(SENT, _sent, "GET"),
        ]

    def _route(self, path: str, handler: Handler, method: str) -> Route:
        return Route(path, handle_errors(handler, address=self._address), methods=[method])

    async def _request(self, request: Request) -> Response:
        with body_share(request, None, self._bodies) as share:
            email = (await forms.fields(request, share)).get("email", "").strip()
        if not email:
            return _form(HTTPStatus.UNPROCESSABLE_ENTITY, error_text=EMPTY)
        try:
            await reset_password.request_reset(
                email=email,
                address=of_client(request.scope),
                links=self._links,
                throttle=self._throttle,
                at=self._clock(),
            )
        except (TooManyAttempts, TooBusy) as refused:
            status, message, headers = refusal_of(refused)
            return _form(status, error_text=message, headers=headers)
        return redirect(SENT)


def _form(
    status: int = HTTPStatus.OK, *, error_text: str | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    return render("forgotten_password.html", status, headers=headers, error_text=error_text)


async def _show(_: Request) -> Response:
    return _form()


async def _sent(_: Request) -> Response:
    return render("forgotten_password_sent.html")
