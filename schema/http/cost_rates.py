"""The rate limit by cost: the work that each account, API client and address may request per minute.

It applies in addition to the rate limit of API clients by requests. Each process counts in its memory; anonymous
senders are counted separately, so that no number of addresses evicts the window of an account.
"""

import time
from collections.abc import Callable, Hashable

from models.parties.viewer import Viewer
from security.rate_limit_keys import source_of
from security.rate_limiter import RateLimiter, RateLimitStatus

PER_REQUEST = 500
"""Cost per minute of an API client, for each request of its rate limit."""


class CostRates:
    """The cost in this minute by sender. `per_minute` is for each account, and for each address without one."""

    def __init__(self, per_minute: int, *, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self.per_minute = per_minute
        self._known, self._strangers = RateLimiter(clock=clock), RateLimiter(clock=clock)

    def exhausted(self, viewer: Viewer | None, address: str) -> RateLimitStatus | None:
        """The status of a sender whose limit is exhausted; None for all others."""
        limiter, sender, limit = self._of(viewer, address)
        return limiter.exhausted(sender, limit)

    def spend(self, viewer: Viewer | None, address: str, cost: int) -> None:
        """Count a cost. The last operation of a window may exceed the rest."""
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
    """The sender for whom work is counted: an account, an API client, or an address."""
    return source_of(address) if viewer is None else viewer.actor_id
