"""Large queries take turns: so many at a time, and one of each sender.

A time slice bounds how long an answer is built in one turn of the event loop. Rows are made of records a statement at a
time, for some 40 ms of the largest operations; many of them at once would do that in one turn of the loop.
"""

import asyncio
from collections.abc import AsyncGenerator, Hashable
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

LARGE_COST = 2_000
"""From which on a query that is not compiled takes turns."""
AT_ONCE = 3
"""More than one, since they also wait for the database and for documents."""


class LargeOperations:
    """Those that are under way. Each sender has one in the line: senders take turns, whatever each of them asks."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)
        self._lines: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, sender: Hashable) -> AsyncGenerator[None]:
        """A turn of this sender."""
        line = self._lines.get(sender)
        if line is None:
            line = self._lines[sender] = asyncio.Lock()
        async with line, self._places:
            yield
