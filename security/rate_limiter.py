"""How often an API client may ask: so many requests in each minute, counted in the memory of this process.

Fixed windows: every request passes here, and a counter costs it less than a microsecond. (Moving windows, such as those
of the library `limits`, take 7 to 9 µs and a timer; a whole look-up takes 40.) A client that asks several processes has
so many requests at each.
"""

import time
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from security.clocks import SECOND, whole_seconds

SECONDS = 60


class Allowance(NamedTuple):
    """What a client may still do: requests in all, those left, and in how many whole seconds there are all again."""

    limit: int
    remaining: int
    reset: int
    is_exhausted: bool


class Rates:
    """Counts requests by client; remembers one window a client, so no more than there are clients."""

    def __init__(self, *, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock = clock
        self._windows: dict[UUID, tuple[int, int]] = {}
        """When the client's window ends, and how many requests it has had in it."""

    def count(self, client_id: UUID, limit: int) -> Allowance:
        """Count one request. One that is too many is told so, and does not count."""
        now = self._clock()
        ends, requests = self._windows.get(client_id, (now, 0))
        if ends <= now:
            ends, requests = now + SECONDS * SECOND, 0
        is_exhausted = requests >= limit
        if not is_exhausted:
            requests += 1
            self._windows[client_id] = ends, requests
        return Allowance(limit, max(0, limit - requests), whole_seconds(ends - now), is_exhausted)
