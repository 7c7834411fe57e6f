"""The rate limit of API clients: requests per minute, counted in the memory of this process.

Fixed windows: a counter costs each request less than a microsecond. (Moving windows, such as those of the library
`limits`, take 7 to 9 µs and a timer; a whole look-up takes 40.) The limit applies to each process separately.
"""

import time
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from security.clocks import SECOND, whole_seconds

SECONDS = 60


class RateLimitStatus(NamedTuple):
    """The limit, the remaining requests, and the whole seconds until the window ends."""

    limit: int
    remaining: int
    reset: int
    is_exhausted: bool


class RateLimiter:
    """Counts requests by client, with one window for each client."""

    def __init__(self, *, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock = clock
        self._windows: dict[UUID, tuple[int, int]] = {}
        """By client: when the window ends, and the requests in it."""

    def count(self, client_id: UUID, limit: int) -> RateLimitStatus:
        """Count one request, unless it exceeds the limit."""
        now = self._clock()
        ends, requests = self._windows.get(client_id, (now, 0))
        if ends <= now:
            ends, requests = now + SECONDS * SECOND, 0
        is_exhausted = requests >= limit
        if not is_exhausted:
            requests += 1
            self._windows[client_id] = ends, requests
        return RateLimitStatus(limit, max(0, limit - requests), whole_seconds(ends - now), is_exhausted)
