"""The time limit of a page: from its headers, or from the complete arrival of its form."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.requests import Request

MAX_SECONDS = 10


class PageTimeout(Exception):
    """The time is over; the work in progress is cancelled."""


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
    """Restart the time of a page, now or `later` seconds from now: while a form arrives another limit applies."""
    limit: asyncio.Timeout = request.state.time_limit
    if not limit.expired():
        limit.reschedule(asyncio.get_running_loop().time() + later + MAX_SECONDS)
