"""Who looks at a page, by the cookie of the session."""

import datetime
from collections.abc import Generator
from contextlib import contextmanager

from starlette.requests import Request

from models.parties.viewer import Viewer
from resolvers.parties import sessions
from security.body_budget import BodyBudget, Share
from security.client_addresses import of_client
from security.rate_limit_keys import source_of
from web.pages.page_security import COOKIE


async def viewer_of(request: Request, *, at: datetime.datetime) -> Viewer | None:
    """Who is signed in; None when nobody is, or the session is over."""
    token = request.cookies.get(COOKIE)
    return await sessions.identify(token=token, address=of_client(request.scope), at=at) if token else None


@contextmanager
def share_of(request: Request, viewer: Viewer | None, bodies: BodyBudget) -> Generator[Share]:
    """What may be held of what is sent."""
    sender = viewer.actor_id.hex if viewer else source_of(of_client(request.scope))
    with bodies.share(sender, is_known=viewer is not None) as share:
        yield share
