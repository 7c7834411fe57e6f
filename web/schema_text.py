"""`/schema.graphql`: the GraphQL schema as text."""

from collections.abc import Callable
from functools import cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PATH = "/schema.graphql"


def route(print_schema: Callable[[], str]) -> Route:
    """The route; `print_schema` is called once, by the first request."""
    text = cache(print_schema)

    async def respond(_: Request) -> Response:
        return PlainTextResponse(text())

    return Route(PATH, respond)
