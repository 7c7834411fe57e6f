"""`/session`, for the desks: signing in, who is signed in and until when, staying, and signing out."""

import datetime
from collections.abc import Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.errors import NotSignedIn, WrongCredentials
from models.parties.viewer import Viewer
from models.refusals import TooBusy, TooManyAttempts
from resolvers.parties import own_session
from security.body_budget import BodyBudget
from web.browser_sessions import BrowserSessions
from web.desks import json_requests
from web.desks.json_requests import HEADERS, JsonRefusal
from web.pages.error_pages import Handler
from web.pages.sessions import refusal_of

PATH = "/session"


class SessionEndpoints:
    """Endpoints below PATH. Each needs the header of the desks, and a page of ours."""

    def __init__(
        self, sessions: BrowserSessions, *, address: str, bodies: BodyBudget, clock: Callable[[], datetime.datetime]
    ) -> None:
        self._sessions, self._address, self._bodies, self._clock = sessions, address, bodies, clock

    @property
    def routes(self) -> list[Route]:
        """Their routes."""
        return [
            self._route(PATH, self._begin, "POST"),
            self._route(PATH, self._tell, "GET"),
            self._route(PATH, self._end, "DELETE"),
            self._route(f"{PATH}/extension", self._stay, "POST"),
        ]

    def _route(self, path: str, handler: Handler, method: str) -> Route:
        return Route(path, json_requests.of_desks(handler, address=self._address), methods=[method])

    async def _begin(self, request: Request) -> Response:
        given = await json_requests.body(request)
        email, password = _text(given.get("email")), _text(given.get("password"))
        await self._bodies.begin_anonymous()
        try:
            begun = await self._sessions.begin(request, email=email, password=password)
        except WrongCredentials as refused:
            raise JsonRefusal(HTTPStatus.UNAUTHORIZED, "WRONG_CREDENTIALS", refused.message) from None
        except (TooManyAttempts, TooBusy) as refused:
            status, message, headers = refusal_of(refused)
            code = "SERVICE_UNAVAILABLE" if isinstance(refused, TooBusy) else "TOO_MANY_ATTEMPTS"
            raise JsonRefusal(status, code, message, headers) from None
        response, _ = await self._told(begun.token, begun.viewer)
        self._sessions.keep(response, begun.token, until=begun.ends)
        return response

    async def _tell(self, request: Request) -> Response:
        token, viewer = await self._signed_in(request)
        response, _ = await self._told(token, viewer)
        return response

    async def _stay(self, request: Request) -> Response:
        token, viewer = await self._signed_in(request)
        await own_session.extend(token, viewer=viewer, at=self._clock())
        response, ends = await self._told(token, viewer)
        self._sessions.keep(response, token, until=ends)
        return response

    async def _end(self, request: Request) -> Response:
        await self._sessions.end(request)
        response = Response(status_code=HTTPStatus.NO_CONTENT, headers=HEADERS)
        self._sessions.forget(response)
        return response

    async def _signed_in(self, request: Request) -> tuple[str, Viewer]:
        """The token and the person. Raises JsonRefusal."""
        token, viewer = self._sessions.token(request), await self._sessions.viewer(request)
        if token is None or viewer is None:
            raise signed_out()
        return token, viewer

    async def _told(self, token: str, viewer: Viewer) -> tuple[Response, datetime.datetime]:
        """What a desk learns of the session, and its end. Raises JsonRefusal."""
        at = self._clock()
        session = await own_session.details(token, viewer, at=at)
        if session is None:
            raise signed_out()
        content = {
            "accountId": str(viewer.actor_id),
            "role": viewer.role,
            "accountRole": viewer.account_role,
            "name": viewer.name,
            "email": viewer.email,
            "organisation": session.organisation,
            "endsAt": session.ends,
            "latestEnd": session.latest_end,
            "secondsLeft": int((session.ends - at).total_seconds()),
        }
        return json_requests.answer(content), session.ends


def signed_out() -> JsonRefusal:
    """For a desk without a session."""
    return JsonRefusal(HTTPStatus.UNAUTHORIZED, "UNAUTHENTICATED", NotSignedIn.message)


def _text(value: object) -> str:
    """Raises JsonRefusal."""
    if not isinstance(value, str) or "\0" in value:  # PostgreSQL does not store it
        raise json_requests.malformed("email と password を文字列で指定してください。")
    return value
