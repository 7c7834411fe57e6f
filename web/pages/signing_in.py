"""`/sign-in` and `/sign-out`: the one form for all pages and desks. `to` names the page that it leads to."""

from collections.abc import Callable, Mapping
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

PATH, OUT = "/sign-in", "/sign-out"
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
            self._route(PATH, self._show, "GET"),
            self._route(PATH, self._sign_in, "POST"),
            self._route(OUT, self._sign_out, "POST"),
            self._route(OUT, _home, "GET"),
        ]

    def _route(self, path: str, handler: Handler, method: str) -> Route:
        return Route(path, handle_errors(handler, address=self._address), methods=[method])

    async def _show(self, request: Request) -> Response:
        to, viewer = request.query_params.get("to", ""), await self._sessions.viewer(request)
        if viewer is None:
            return form(HTTPStatus.OK, to=to)
        return redirect(targets.after_sign_in(to, viewer.role, has_desks=self._has_desks()))

    async def _sign_in(self, request: Request) -> Response:
        with body_share(request, None, self._bodies) as share:
            sent = await forms.fields(request, share)
        to, email = sent.get("to", ""), sent.get("email", "")
        try:
            begun = await self._sessions.begin(request, email=email, password=sent.get("password", ""))
        except WrongCredentials as refused:
            return form(to=to, email=email, sign_in_error=refused.message)
        except (TooManyAttempts, TooBusy) as refused:
            status, message, headers = refusal_of(refused)
            return form(status, to=to, email=email, sign_in_error=message, headers=headers)
        response = redirect(targets.after_sign_in(to, begun.viewer.role, has_desks=self._has_desks()))
        self._sessions.keep(response, begun.token, until=begun.ends)
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
        to=targets.known(to) or "",
        email=email[:LONGEST_EMAIL],
        sign_in_error=sign_in_error,
    )


async def _home(_: Request) -> Response:
    return redirect(targets.HOME)
