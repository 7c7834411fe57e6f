"""The ASGI application: Starlette, with a direct route to the GraphQL endpoint."""

from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from web.security_headers import SecurityHeaders

GRAPHQL_PATH = "/graphql"


class Application(Starlette):
    """Starlette, but requests to the GraphQL endpoint skip its middleware and its router.

    Both are for endpoints that raise, and for finding an endpoint. They take 20 µs a request, half of a look-up's time.
    """

    def __init__(self, endpoint: ASGIApp, *, headers: Sequence[tuple[bytes, bytes]], **options: Any) -> None:
        super().__init__(middleware=[Middleware(SecurityHeaders, headers)], **options)
        self.router.redirect_slashes = False  # it would lead to the host that the request names (web/site/not_found.py)
        self.endpoint = endpoint
        self._direct = SecurityHeaders(endpoint, headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request, or run the lifespan."""
        if scope["type"] == "http" and scope["path"] == GRAPHQL_PATH:
            await self._direct(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
