"""Large queries wait for one of a few places; senders take turns, each with one query at a time.

A time slice bounds the building of a response in one turn of the event loop, and a number of rows the creation of rows
(database/asyncpg_backend.py); many large queries at once would each do that in every turn.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fair_queue import FairQueue, QueueFull
from models.refusals import TooBusy
from schema.http.error_formatting import RETRY_AFTER

LARGE_COST = 2_000
"""Queries above this cost that are not compiled wait for a place."""
AT_ONCE = 2
"""Places: more than one, since queries also wait for the database and for documents."""
MAX_WAITING = 100
"""Queries that wait, in all."""
MAX_WAITING_PER_SENDER = 20
"""More could not be answered within the time limit of a request."""


class LargeOperations:
    """The places."""

    def __init__(self) -> None:
        self._queue = FairQueue(
            (AT_ONCE,), waiting=MAX_WAITING, waiting_per_source=MAX_WAITING_PER_SENDER, per_source=1
        )

    @asynccontextmanager
    async def turn(self, sender: str) -> AsyncGenerator[None]:
        """A place for this sender. Raises TooBusy if too many queries wait."""
        try:
            place = await self._queue.enter(sender)
        except QueueFull:
            raise TooBusy(RETRY_AFTER) from None
        try:
            yield
        finally:
            place.leave()
