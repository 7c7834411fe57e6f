"""Who looks at a page, by the cookie of the session."""

import datetime

from starlette.requests import Request

from models.viewer import Viewer
from pages.security import COOKIE
from resolvers import viewers
from security.addresses import of_client


async def viewer_of(request: Request, *, at: datetime.datetime) -> Viewer | None:
    """Who is signed in; None when nobody is, or the session is over."""
    token = request.cookies.get(COOKIE)
    return await viewers.identify(token=token, address=of_client(request.scope), at=at) if token else None
