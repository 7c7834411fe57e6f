"""Sessions of people in a browser: the token is in a cookie that no script reads, for pages and desks alike."""

import datetime
from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from models.parties.viewer import Viewer
from resolvers.parties import identify, sessions
from security import own_pages
from security.client_addresses import of_client
from security.throttle import Throttle


class Begun(NamedTuple):
    """A new session."""

    token: str
    ends: datetime.datetime
    viewer: Viewer


class BrowserSessions:
    """Begins, finds and ends them."""

    def __init__(self, *, address: str, throttle: Throttle, clock: Callable[[], datetime.datetime]) -> None:
        self._address, self._throttle, self._clock = address, throttle, clock
        self._cookie = own_pages.session_cookie(address)

    def token(self, request: Request) -> str | None:
        """The token in the cookie, whether or not its session goes on."""
        return request.cookies.get(self._cookie)

    async def viewer(self, request: Request) -> Viewer | None:
        """The person who is signed in; None without a session, or after its end."""
        token = self.token(request)
        if not token:
            return None
        return await identify.by_session(token=token, address=of_client(request.scope), at=self._clock())

    async def begin(self, request: Request, *, email: str, password: str) -> Begun:
        """Sign in; always a new token. The session that this browser had before ends.

        Raises WrongCredentials, TooManyAttempts, TooBusy.
        """
        at, address = self._clock(), of_client(request.scope)
        begun = await sessions.sign_in(email=email, password=password, address=address, throttle=self._throttle, at=at)
        await self.end(request)
        return Begun(*begun)

    async def end(self, request: Request) -> None:
        """End the session, if there is one."""
        viewer = await self.viewer(request)
        if viewer is not None:
            await sessions.sign_out(token=self.token(request), viewer=viewer, at=self._clock())

    def keep(self, response: Response, token: str, *, until: datetime.datetime) -> None:
        """Store the token in the browser. Lax: a link in a mail opens its page with the session."""
        response.set_cookie(
            self._cookie,
            token,
            max_age=int((until - self._clock()).total_seconds()),
            secure=own_pages.is_https(self._address),
            httponly=True,
            samesite="lax",
        )

    def forget(self, response: Response) -> None:
        """Delete the cookie."""
        is_secure = own_pages.is_https(self._address)
        response.delete_cookie(self._cookie, secure=is_secure, httponly=True, samesite="lax")
