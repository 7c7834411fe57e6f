"""Cross-origin resource sharing (CORS) for the endpoints that web front ends on other hosts use."""

from collections.abc import Sequence
from http import HTTPStatus

from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

EXPOSED_HEADERS = ("Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Content-Disposition")
"""Response headers that pages of allowed origins may read."""


def allow(app: ASGIApp, origins: Sequence[str], method: str) -> ASGIApp:
    """The app for pages of `origins` too, with any request headers, as clients add some for tracing and the like.

    Cookies are not sent along, so "*" for all origins exposes no session.
    """
    if not origins:
        return app
    return CORSMiddleware(app, origins, allow_methods=[method], allow_headers=["*"], expose_headers=EXPOSED_HEADERS)


def download_routes(path: str, app: ASGIApp, origins: Sequence[str]) -> list[Route]:
    """The routes of a download by signed URL, readable by pages of `origins` too."""
    routes = [Route(path, allow(app, origins, "GET"), methods=["GET"])]
    if origins:
        options = Response(status_code=HTTPStatus.NO_CONTENT, headers={"allow": "GET, HEAD, OPTIONS"})
        routes.append(Route(path, allow(options, origins, "GET"), methods=["OPTIONS"]))
    return routes
