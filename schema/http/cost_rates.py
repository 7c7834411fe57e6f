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

    def exhausted(self, viewer: Viewer | None, address: str) -> RateLimitStatus | None:
        """What a sender is told who has nothing left; None for all others."""
        limiter, sender, limit = self._of(viewer, address)
        return limiter.exhausted(sender, limit)

    def spend(self, viewer: Viewer | None, address: str, cost: int) -> None:
        """Count a cost. What is asked last may cost more than is left."""
        limiter, sender, _ = self._of(viewer, address)
        limiter.add(sender, cost)

    def _of(self, viewer: Viewer | None, address: str) -> tuple[RateLimiter, Hashable, int]:
        sender = sender_of(viewer, address)
        if viewer is None:
            return self._strangers, sender, self.per_minute
        if viewer.requests_per_minute is None:
            return self._known, sender, self.per_minute
        return self._known, sender, viewer.requests_per_minute * PER_REQUEST


def sender_of(viewer: Viewer | None, address: str) -> Hashable:
    """Whose work it is: an account's, an API client's, or that of an address."""
    return source_of(address) if viewer is None else viewer.actor_id
