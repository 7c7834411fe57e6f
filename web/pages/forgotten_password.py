"""`/forgotten-password`: asks for a mail with a link to a new password. Nobody learns who has an account."""

import datetime
from collections.abc import Callable, Mapping
from functools import partial
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
from web.site.languages import LANGUAGES, Language
from web.site.navigation import frame

PATH = "/forgotten-password"
SENT = f"{PATH}/sent"


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
            *(self._route(each.path(PATH), partial(_show, each), "GET") for each in LANGUAGES),
            *(self._route(each.path(PATH), partial(self._request, each), "POST") for each in LANGUAGES),
            *(self._route(each.path(SENT), partial(_sent, each), "GET") for each in LANGUAGES),
        ]

    def _route(self, path: str, handler: Handler, method: str) -> Route:
        return Route(path, handle_errors(handler, address=self._address), methods=[method])

    async def _request(self, language: Language, request: Request) -> Response:
        with body_share(request, None, self._bodies) as share:
            email = (await forms.fields(request, share)).get("email", "").strip()
        if not email:
            return _form(language, HTTPStatus.UNPROCESSABLE_ENTITY, error_text=language.labels["enter_email"])
        try:
            await reset_password.request_reset(
                email=email,
                address=of_client(request.scope),
                links=self._links,
                throttle=self._throttle,
                at=self._clock(),
            )
        except (TooManyAttempts, TooBusy) as refused:
            status, message, headers = refusal_of(refused, language)
            return _form(language, status, error_text=message, headers=headers)
        return redirect(language.path(SENT))


def _form(
    language: Language,
    status: int = HTTPStatus.OK,
    *,
    error_text: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    around = frame(language, "forgotten_password")
    return render("forgotten_password.html", status, headers=headers, **around, to="", error_text=error_text)


async def _show(language: Language, _: Request) -> Response:
    return _form(language)


async def _sent(language: Language, _: Request) -> Response:
    return render("forgotten_password_sent.html", **frame(language, "forgotten_password"), to="")
