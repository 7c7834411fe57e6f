"""Rate limits: requests, or work, of each sender per minute, counted in the memory of this process.

Fixed windows: a counter costs each request less than a microsecond. (Moving windows, such as those of the library
`limits`, take 7 to 9 µs and a timer; a whole look-up takes 40.) The limit applies to each process separately.
"""

import time
from collections.abc import Callable, Hashable
from typing import NamedTuple

from security.clocks import SECOND, whole_seconds

SECONDS = 60
MOST_SENDERS = 20_000
"""Windows kept at a time; above that, the oldest one is evicted. They take 5 MB."""


class RateLimitStatus(NamedTuple):
    """The limit, the remainder, and the whole seconds until the window ends."""

    limit: int
    remaining: int
    reset: int
    is_exhausted: bool


class RateLimiter:
    """Counts by sender, with one window for each sender."""

    def __init__(self, *, clock: Callable[[], int] = time.monotonic_ns, most: int = MOST_SENDERS) -> None:
        self._clock, self._most = clock, most
        self._windows: dict[Hashable, list[int]] = {}
        """By sender: the end of the window, and the amount counted in it. The first window ends first."""

    def __len__(self) -> int:
        return len(self._windows)

    def count(self, sender: Hashable, limit: int) -> RateLimitStatus:
        """Count one request, unless it exceeds the limit."""
        status = self.exhausted(sender, limit)
        return status or self._status(self._counted(sender, 1), limit, is_exhausted=False)

    def exhausted(self, sender: Hashable, limit: int) -> RateLimitStatus | None:
        """The status of a sender whose limit is exhausted; None for all others."""
        window = self._windows.get(sender)
        if window is None or window[1] < limit or window[0] <= self._clock():
            return None
        return self._status(window, limit, is_exhausted=True)

    def add(self, sender: Hashable, amount: int) -> None:
        """Count an amount, also above the limit: a sender with a small limit can send a large request, but rarely."""
        self._counted(sender, amount)

    def _counted(self, sender: Hashable, amount: int) -> list[int]:
        """The sender's window, with the amount added."""
        now = self._clock()
        window = self._windows.get(sender)
        if window is None or window[0] <= now:
            window = self._begun(sender, now)
        window[1] += amount
        return window

    def _begun(self, sender: Hashable, now: int) -> list[int]:
        """A new window, after all others. Ended windows are removed, and the oldest one if there are too many."""
        self._windows.pop(sender, None)
        while self._windows:
            oldest = next(iter(self._windows))
            if self._windows[oldest][0] > now and len(self._windows) < self._most:
                break
            del self._windows[oldest]
        window = self._windows[sender] = [now + SECONDS * SECOND, 0]
        return window

    def _status(self, window: list[int], limit: int, *, is_exhausted: bool) -> RateLimitStatus:
        ends, counted = window
        return RateLimitStatus(limit, max(0, limit - counted), whole_seconds(ends - self._clock()), is_exhausted)
