"""Slices of synchronous work: one per turn of the event loop, so that a large response does not delay others.

A request takes some ten turns of the loop. While others are in progress there is a pause between two slices, in which
their turns take no longer than without the large response.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager

SLICE_SECONDS = 0.002
"""The duration of work in one turn of the loop. (A turn without work takes some 0.05 ms.)"""
SHORT_TIMES = 4
"""Short work begun in a slice may take this multiple of its time: otherwise each remainder would need a whole turn."""
PAUSE_SECONDS = 0.004
"""Between slices, while several operations are in progress: large responses take a third of the time then."""


class Slices:
    """The slices of one event loop. Work that does not fit into this turn's slice queues for one of the next turns."""

    def __init__(self, *, seconds: float = SLICE_SECONDS, clock: Callable[[], float] = time.perf_counter) -> None:
        self._seconds, self._clock = seconds, clock
        self._ends: float | None = None
        self._queue = asyncio.Lock()
        self._operations = 0

    @contextmanager
    def operation(self) -> Generator[None]:
        """An operation that is in progress."""
        self._operations += 1
        try:
            yield
        finally:
            self._operations -= 1

    def is_over(self, *, is_short: bool = False) -> bool:
        """Whether the slice of this turn has been used up. The first call in a turn begins it."""
        if self._ends is None:
            self._ends = self._clock() + self._seconds
            asyncio.get_running_loop().call_soon(self._close)
            return False
        return self._clock() >= self._ends + is_short * (SHORT_TIMES - 1) * self._seconds

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """A turn of the loop with time left in its slice; first come, first served."""
        async with self._queue:
            while self.is_over():  # noqa: ASYNC110 -- a turn of the loop is waited for
                await asyncio.sleep(PAUSE_SECONDS if self._operations > 1 else 0)
            yield

    def _close(self) -> None:
        self._ends = None
