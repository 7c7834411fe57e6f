"""`/`: what this service is, and where everybody goes from here."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.pages.rendering import page


async def _home(_: Request) -> Response:
    return page("home.html")


ROUTES = (Route("/", _home, methods=["GET"]),)
