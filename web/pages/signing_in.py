"""`/sign-in` and `/sign-out`: the one form for all pages and desks. `to` names the page that it leads to."""

from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.errors import WrongCredentials
from models.refusals import TooBusy, TooManyAttempts
from security.body_budget import BodyBudget
from web.browser_sessions import BrowserSessions
from web.pages import forms, targets
from web.pages.error_pages import Handler, handle_errors
from web.pages.rendering import redirect, render
from web.pages.sessions import body_share, refusal_of
from web.site.languages import JA, LANGUAGES, Language
from web.site.navigation import frame

PATH, OUT = "/sign-in", "/sign-out"
LANGUAGE_COOKIE = "kakusho_language"
LONGEST_EMAIL = 254
"""Characters of an address that are repeated in the form."""


class SignInPages:
    """Endpoints at both paths."""

    def __init__(
        self, sessions: BrowserSessions, *, address: str, bodies: BodyBudget, has_desks: Callable[[], bool]
    ) -> None:
        self._sessions, self._address, self._bodies, self._has_desks = sessions, address, bodies, has_desks

    @property
    def routes(self) -> list[Route]:
        """Their routes."""
        return [
            *(self._route(each.path(PATH), partial(self._show, each), "GET") for each in LANGUAGES),
            *(self._route(each.path(PATH), partial(self._sign_in, each), "POST") for each in LANGUAGES),
            self._route(OUT, self._sign_out, "POST"),
            self._route(OUT, _home, "GET"),
        ]

    def _route(self, path: str, handler: Handler, method: str) -> Route:
        return Route(path, handle_errors(handler, address=self._address), methods=[method])

    async def _show(self, language: Language, request: Request) -> Response:
        to, viewer = request.query_params.get("to", ""), await self._sessions.viewer(request)
        if viewer is None:
            return form(HTTPStatus.OK, language=language, to=to)
        return redirect(targets.after_sign_in(to, viewer.role, has_desks=self._has_desks()))

    async def _sign_in(self, language: Language, request: Request) -> Response:
        with body_share(request, None, self._bodies) as share:
            sent = await forms.fields(request, share)
        to, email = sent.get("to", ""), sent.get("email", "")
        try:
            begun = await self._sessions.begin(request, email=email, password=sent.get("password", ""))
        except WrongCredentials:
            return form(language=language, to=to, email=email, sign_in_error=language.labels["wrong_credentials"])
        except (TooManyAttempts, TooBusy) as refused:
            status, message, headers = refusal_of(refused, language)
            return form(status, language=language, to=to, email=email, sign_in_error=message, headers=headers)
        response = redirect(targets.after_sign_in(to, begun.viewer.role, has_desks=self._has_desks()))
        self._sessions.keep(response, begun.token, until=begun.ends)
        # For the scripts of the desks, until the person chooses another language there.
        if language is not JA or LANGUAGE_COOKIE in request.cookies:
            response.set_cookie(LANGUAGE_COOKIE, language.code, samesite="lax")
        return response

    async def _sign_out(self, request: Request) -> Response:
        with body_share(request, None, self._bodies) as share:
            sent = await forms.fields(request, share)
        await self._sessions.end(request)
        response = redirect(targets.known(sent.get("to", "")) or targets.HOME)
        self._sessions.forget(response)
        return response


def form(
    status: int = HTTPStatus.UNAUTHORIZED,
    *,
    language: Language = JA,
    to: str,
    email: str = "",
    sign_in_error: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The sign-in form; after it the browser is led to `to`, if that is a page of ours."""
    return render(
        "sign_in_page.html",
        status,
        headers=headers,
        **frame(language, "sign_in"),
        to=targets.known(to) or "",
        email=email[:LONGEST_EMAIL],
        sign_in_error=sign_in_error,
    )


async def _home(_: Request) -> Response:
    return redirect(targets.HOME)
