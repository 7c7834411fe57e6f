"""The common pause of all consumers of a queue while a resource of its jobs is unavailable."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from jobs.supervisor import stopped_within

LONGEST_PAUSE = 10
"""Seconds."""


class Backoff:
    """Shared by the consumers of a queue: after a failure one of them attempts at a time, after a growing pause.

    Otherwise each consumer would attempt separately: a mail server that rejects the password would see as many sign-ins
    as there are consumers, and may block the account for it.
    """

    def __init__(self, pause: Callable[[int], float] | None = None) -> None:
        """`pause` returns the seconds after so many failures in a row, by default `pause_after`."""
        self._failures, self._until, self._pause = 0, 0.0, pause or pause_after
        self._trial = asyncio.Lock()

    @asynccontextmanager
    async def turn(self, stop: asyncio.Event) -> AsyncGenerator[bool]:
        """Wait until the caller may attempt, or `stop` is set; True if it makes the trial, with one job only."""
        if not self._failures:
            yield False
            return
        async with self._trial:
            if is_trial := bool(self._failures):
                await stopped_within(stop, self._until - asyncio.get_running_loop().time())
            yield is_trial

    def fail(self, failures_before: int) -> None:
        """The resource is unavailable; `failures_before` is `failures` as it was before the caller's attempt."""
        # Concurrent failures count as one.
        if self._failures == failures_before:
            self._failures += 1
            self._until = asyncio.get_running_loop().time() + self._pause(self._failures)

    def succeed(self) -> None:
        """The resource is available: all consumers continue."""
        self._failures = 0

    @property
    def failures(self) -> int:
        """The number of failures in a row."""
        return self._failures


def pause_after(failures: int) -> float:
    """Seconds until the next trial after so many failures in a row; the exponent is bounded, as floats are."""
    return min(LONGEST_PAUSE, 2 ** min(failures, 16) / 2)
