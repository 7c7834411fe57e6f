"""The time in which a page is answered: from its headers on, with a form from when all of it has come."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.requests import Request

MAX_SECONDS = 10


class PageTimeout(Exception):
    """The time is over; what was under way is cancelled."""


@asynccontextmanager
async def limited(request: Request) -> AsyncGenerator[None]:
    """Raises PageTimeout when the time is over."""
    limit = asyncio.timeout(MAX_SECONDS)
    try:
        async with limit:
            request.state.time_limit = limit
            yield
    except TimeoutError:
        if limit.expired():
            raise PageTimeout from None
        raise


def begin_again(request: Request, *, later: float = 0) -> None:
    """The time of a page begins now, or so many seconds later: while a form arrives another limit holds."""
    limit: asyncio.Timeout = request.state.time_limit
    if not limit.expired():
        limit.reschedule(asyncio.get_running_loop().time() + later + MAX_SECONDS)
