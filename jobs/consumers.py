"""Consumers: each claims some jobs of one table, and executes them one after the other."""

import asyncio
import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from database import leases
from database.connection import is_unreachable, log_unreachable
from database.leases import DueRows
from jobs.backoff import Backoff
from jobs.wake_ups import WakeUp
from models.job import LEASE, ConnectionFailure, Job

IN_HAND_SECONDS = LEASE.total_seconds() / 4
"""After which no further job of a claim is begun: another process may soon claim them."""

Clock = Callable[[], datetime.datetime]


class Handler(Protocol):
    """Executes the jobs of a table; each consumer has its own."""

    async def attempt(self, job: Any, *, is_stopping: Callable[[], bool]) -> object:
        """Attempt one claimed job and settle it. Raises what resolvers.attempts.attempt does."""

    async def close_idle(self) -> None:
        """Release idle resources: there is no job at the moment."""


@dataclass(frozen=True)
class Queue:
    """A table of jobs, and its consumers in this process."""

    model: type[Job]
    new_handler: Callable[[], Handler]
    consumers: int
    batch: int
    """The maximum of jobs that one consumer claims at once."""


class Consumer:
    """Works on the jobs of a queue whenever it is woken, until it is stopped; it finishes the jobs in progress."""

    def __init__(self, queue: Queue, among: DueRows, wake_up: WakeUp, backoff: Backoff, *, clock: Clock) -> None:
        self._queue, self._among, self._wake_up, self._clock = queue, among, wake_up, clock
        self._backoff = backoff
        self._batch = 1 if among is DueRows.SUSPICIOUS else queue.batch

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set."""
        handler = self._queue.new_handler()
        try:
            while not stop.is_set():
                await self._wake_up.wait(stop)
                while await self._work(handler, stop):
                    pass
                await handler.close_idle()
        finally:
            await handler.close_idle()

    async def _work(self, handler: Handler, stop: asyncio.Event) -> bool:
        """Work on some jobs when the back-off allows it; returns whether there may be more to do now."""
        async with self._backoff.turn(stop) as is_trial:
            failures = self._backoff.failures
            if stop.is_set():
                return False
            try:
                found = await self._work_on_some(handler, stop, most=1 if is_trial else self._batch)
            except ConnectionFailure:
                self._backoff.fail(failures)
                return False
            except Exception as error:
                if not is_unreachable(error):
                    raise
                log_unreachable(error, queue=self._queue.model.NAME)
                self._backoff.fail(failures)
                return False
            if found:
                self._backoff.succeed()
            return found

    async def _work_on_some(self, handler: Handler, stop: asyncio.Event, *, most: int) -> bool:
        """Claim some jobs and execute them in turn; returns whether there were any. Raises ConnectionFailure."""
        loop, at = asyncio.get_running_loop(), self._clock()
        begun = loop.time()
        claimed = await leases.claim(self._queue.model, at=at, until=at + LEASE, most=most, among=self._among)
        if len(claimed) == most:
            self._wake_up.notify()
        left, reason = claimed[::-1], None
        try:
            while left and not stop.is_set() and loop.time() - begun < IN_HAND_SECONDS:
                await handler.attempt(left.pop(), is_stopping=stop.is_set)
        except ConnectionFailure as error:
            reason = str(error)
            raise
        finally:
            await self._put_back(left, reason)
        return bool(claimed)

    async def _put_back(self, jobs: Sequence[Job], reason: str | None) -> None:
        """Release jobs that were not attempted; if that fails their lease expires."""
        for job in jobs:
            job.put_back(reason, at=self._clock())
        await asyncio.gather(*(job.settle() for job in jobs), return_exceptions=True)
