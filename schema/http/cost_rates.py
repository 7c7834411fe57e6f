"""The rate by cost: how much work each account, API client and address may ask for in a minute.

Beside the rate of API clients by requests. It is counted by each process in its memory; strangers are counted apart, so
that however many addresses somebody has, no account's window is forgotten for them.
"""

import time
from collections.abc import Callable, Hashable

from models.parties.viewer import Viewer
from security.rate_limit_keys import source_of
from security.rate_limiter import RateLimiter, RateLimitStatus

PER_REQUEST = 500
"""Of an API client, for each request of its rate."""


class CostRates:
    """What was spent in this minute, by sender. `per_minute` is for each account, and for each address without one."""

    def __init__(self, per_minute: int, *, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self.per_minute = per_minute
        self._known, self._strangers = RateLimiter(clock=clock), RateLimiter(clock=clock)

    def status(self, viewer: Viewer | None, address: str) -> RateLimitStatus:
        """What is left to a sender."""
        limiter, sender, limit = self._of(viewer, address)
        return limiter.status(sender, limit)

    def spend(self, viewer: Viewer | None, address: str, cost: int) -> RateLimitStatus:
        """Count a cost, unless nothing is left."""
        limiter, sender, limit = self._of(viewer, address)
        return limiter.count(sender, limit, cost)

    def _of(self, viewer: Viewer | None, address: str) -> tuple[RateLimiter, Hashable, int]:
        if viewer is None:
            return self._strangers, source_of(address), self.per_minute
        if viewer.requests_per_minute is None:
            return self._known, viewer.actor_id, self.per_minute
        return self._known, viewer.actor_id, viewer.requests_per_minute * PER_REQUEST
