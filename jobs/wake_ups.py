"""Who is woken when: consumers of a table when jobs are committed there, and now and then in any case."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress

from database.leases import CHANNEL
from database.notifications import listen
from jobs.supervisor import Task, passed

POLL_SECONDS = 1
"""For what no notice comes of: retries, leases that end, and what was committed while nobody listened."""


class Bell:
    """Wakes consumers of one table, one at each ring."""

    def __init__(self, consumers: int) -> None:
        self._rings = asyncio.Queue[None](consumers)

    def ring(self) -> None:
        """Wake one consumer; if it finds a lot it wakes another."""
        with suppress(asyncio.QueueFull):
            self._rings.put_nowait(None)

    async def heard(self, stop: asyncio.Event) -> None:
        """Return at the next ring, or when `stop` is set."""
        waiting = {asyncio.ensure_future(self._rings.get()), asyncio.ensure_future(stop.wait())}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()


def listening(database_url: str, bells: Mapping[str, Sequence[Bell]]) -> Task:
    """Rings the bells of a table when jobs have been committed there, and all of them after a gap in listening."""

    def hear(table: str) -> None:
        for name in bells if table == "" else [table]:
            for bell in bells.get(name, ()):
                bell.ring()

    async def run(stop: asyncio.Event) -> None:
        await listen(database_url, CHANNEL, heard=hear, stop=stop)

    return run


def polling(bells: Mapping[str, Sequence[Bell]]) -> Task:
    """Rings all bells every now and then."""

    async def run(stop: asyncio.Event) -> None:
        while not await passed(stop, POLL_SECONDS):
            for bell in (bell for of_table in bells.values() for bell in of_table):
                bell.ring()

    return run
