"""Waking consumers: when jobs are committed to their table, and periodically."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress

from database.leases import CHANNEL
from database.notifications import listen
from jobs.supervisor import Task, stopped_within

POLL_SECONDS = 1
"""For jobs without a notification: retries, expired leases, and commits while the connection was lost."""


class WakeUp:
    """Wakes consumers of one table, one at each notification."""

    def __init__(self, consumers: int) -> None:
        self._pending = asyncio.Queue[None](consumers)

    def notify(self) -> None:
        """Wake one consumer; if it finds a full batch it wakes another."""
        with suppress(asyncio.QueueFull):
            self._pending.put_nowait(None)

    async def wait(self, stop: asyncio.Event) -> None:
        """Return at the next notification, or when `stop` is set."""
        waiting = {asyncio.ensure_future(self._pending.get()), asyncio.ensure_future(stop.wait())}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()


def listening(database_url: str, wake_ups: Mapping[str, Sequence[WakeUp]]) -> Task:
    """Wakes consumers of a table when jobs are committed there, and those of all tables after a gap in listening."""

    def hear(table: str) -> None:
        for name in wake_ups if table == "" else [table]:
            for wake_up in wake_ups.get(name, ()):
                wake_up.notify()

    async def run(stop: asyncio.Event) -> None:
        await listen(database_url, CHANNEL, heard=hear, stop=stop)

    return run


def polling(wake_ups: Mapping[str, Sequence[WakeUp]]) -> Task:
    """Wakes one consumer of each kind every POLL_SECONDS."""

    async def run(stop: asyncio.Event) -> None:
        while not await stopped_within(stop, POLL_SECONDS):
            for wake_up in (wake_up for of_table in wake_ups.values() for wake_up in of_table):
                wake_up.notify()

    return run
