"""The pause that all consumers of a queue make together while what its jobs need is not there."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from jobs.supervisor import passed

LONGEST_PAUSE = 10
"""Seconds."""


class Backoff:
    """Shared by the consumers of a queue: after a failure one of them tries at a time, after a growing pause.

    Each would otherwise try by itself: a mail server that rejects the password would see as many sign-ins as there are
    consumers, and may block the account for it.
    """

    def __init__(self, pause: Callable[[int], float] | None = None) -> None:
        """`pause` gives the seconds after so many failures in a row, by default `pause_after`."""
        self._failures, self._until, self._pause = 0, 0.0, pause or pause_after
        self._trial = asyncio.Lock()

    @asynccontextmanager
    async def turn(self, stop: asyncio.Event) -> AsyncGenerator[bool]:
        """Wait until the caller may try, or `stop` is set; True if it is the one that tries, with one job only."""
        if not self._failures:
            yield False
            return
        async with self._trial:
            if is_trial := bool(self._failures):
                await passed(stop, self._until - asyncio.get_running_loop().time())
            yield is_trial

    def fail(self, failures_before: int) -> None:
        """What the jobs need is not there; `failures_before` is `failures` as it was before the caller's attempt."""
        # Those who try at the same moment fail as one.
        if self._failures == failures_before:
            self._failures += 1
            self._until = asyncio.get_running_loop().time() + self._pause(self._failures)

    def succeed(self) -> None:
        """It is there: all consumers go on."""
        self._failures = 0

    @property
    def failures(self) -> int:
        """How many in a row."""
        return self._failures


def pause_after(failures: int) -> float:
    """Seconds until the next trial after so many failures in a row: no float has room for any power."""
    return min(LONGEST_PAUSE, 2 ** min(failures, 16) / 2)
