"""Rates: so many requests, or so much work, of each sender in a minute, counted in the memory of this process.

Fixed windows: a counter costs each request less than a microsecond. (Moving windows, such as those of the library
`limits`, take 7 to 9 µs and a timer; a whole look-up takes 40.) The limit applies to each process separately.
"""

import time
from collections.abc import Callable, Hashable
from typing import NamedTuple

from security.clocks import SECOND, whole_seconds

SECONDS = 60
MOST_SENDERS = 20_000
"""Windows that are remembered; beyond, the oldest one is forgotten. They take 5 MB."""


class RateLimitStatus(NamedTuple):
    """The limit, what remains of it, and the whole seconds until the window ends."""

    limit: int
    remaining: int
    reset: int
    is_exhausted: bool


class RateLimiter:
    """Counts by sender, with one window for each sender."""

    def __init__(self, *, clock: Callable[[], int] = time.monotonic_ns, most: int = MOST_SENDERS) -> None:
        self._clock, self._most = clock, most
        self._windows: dict[Hashable, tuple[int, int]] = {}
        """By sender: when the window ends, and what was counted in it. All are equally long: the first ends first."""

    def __len__(self) -> int:
        return len(self._windows)

    def status(self, sender: Hashable, limit: int) -> RateLimitStatus:
        """What is left to a sender; `is_exhausted` when it is nothing."""
        now = self._clock()
        ends, counted = self._window(sender, now)
        return _status(limit, counted, ends - now, is_exhausted=counted >= limit)

    def count(self, sender: Hashable, limit: int, amount: int = 1) -> RateLimitStatus:
        """Count one request (or `amount` of work), unless nothing is left.

        The last one of a window may be larger than what is left, so that a sender with a small limit can ask for much.
        """
        now = self._clock()
        ends, counted = self._window(sender, now)
        is_exhausted = counted >= limit
        if not is_exhausted:
            counted += amount
            if sender not in self._windows:
                self._make_room(now)
            self._windows[sender] = ends, counted
        return _status(limit, counted, ends - now, is_exhausted=is_exhausted)

    def _window(self, sender: Hashable, now: int) -> tuple[int, int]:
        """The sender's window; one that has ended is forgotten, so that the next one stands behind all others."""
        window = self._windows.get(sender)
        if window is not None and window[0] > now:
            return window
        if window is not None:
            del self._windows[sender]
        return now + SECONDS * SECOND, 0

    def _make_room(self, now: int) -> None:
        """Forget windows that have ended (each is looked at once), and the oldest one if there are too many."""
        while self._windows:
            oldest = next(iter(self._windows))
            if self._windows[oldest][0] > now and len(self._windows) < self._most:
                return
            del self._windows[oldest]


def _status(limit: int, counted: int, left: int, *, is_exhausted: bool) -> RateLimitStatus:
    return RateLimitStatus(limit, max(0, limit - counted), whole_seconds(left), is_exhausted)
