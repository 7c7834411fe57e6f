"""Large queries wait for one of a few places, and each sender has at most one.

A time slice bounds the building of a response in one turn of the event loop. Rows are created from records one
statement at a time, some 40 ms for the largest operations; many of them at once would do that in one turn of the loop.
"""

import asyncio
from collections.abc import AsyncGenerator, Hashable
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

LARGE_COST = 2_000
"""Queries above this cost that are not compiled wait for a place."""
AT_ONCE = 3
"""Places: more than one, since queries also wait for the database and for documents."""


class LargeOperations:
    """The places. Each sender has at most one query in the queue, however many it sends."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)
        self._lines: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, sender: Hashable) -> AsyncGenerator[None]:
        """A place for this sender."""
        line = self._lines.get(sender)
        if line is None:
            line = self._lines[sender] = asyncio.Lock()
        async with line, self._places:
            yield
