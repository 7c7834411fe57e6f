"""`/`: what this service is, with links to the pages of each role."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from web.pages.rendering import render


async def _home(_: Request) -> Response:
    return render("home.html")


ROUTES = (Route("/", _home, methods=["GET"]),)
