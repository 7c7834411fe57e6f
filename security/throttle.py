"""Limits failed attempts by source and subject. Only failures count, and no source can lock out another.

The count is shared by all processes and stored in the database (resolvers/throttle_failures.py). A process caches it,
so that sources without failures cost nothing, and sources without remaining attempts are refused before any work.

A process has no more attempts in flight than may still fail; others wait until these end. So a thousand guesses sent at
once get no more responses than a thousand sent in a row, and correct requests are not refused for being concurrent.

An attempt that its caller abandons (its time is over) may count as failed: otherwise the slowest guesses would be free.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any, Self

import structlog

from security.clocks import SECOND, whole_seconds
from security.known_sources import KnownSources, Rank
from security.rate_limit_keys import MAX_FAILURES_PER_SUBJECT, WINDOW_SECONDS, RateLimitKey, keys_of_attempt


class AttemptsExhausted(Exception):
    """No attempts remain; `retry_after` is in whole seconds, at least one."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"no attempts remain for {retry_after} s")
        self.retry_after = retry_after


Failures = Sequence[float]
"""The seconds after which each failure of a key no longer counts."""
Count = Callable[[Sequence[RateLimitKey]], Awaitable[Mapping[str, Failures]]]
"""Counts one failure of each key across all processes; returns all that count now, by the key's id."""

log = structlog.get_logger(__name__)


class Throttle:
    """The failures that this process knows, and its attempts in flight."""

    def __init__(self, count: Count, *, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._count, self._clock = count, clock
        self._slots: dict[RateLimitKey, _Slot] = {}
        self._known: dict[str, list[int]] = {}
        """When failures expire (on `clock`), by the key's id; empty for keys without failures."""
        self._updates: dict[str, Failures] = {}
        """Failures that arrived since the last refresh began."""
        self.known_sources = KnownSources()
        """From which somebody has signed in of late."""
        self._ending: set[asyncio.Task[None]] = set()
        """Failed attempts that are being counted."""

    def attempt(self, action: str, address: str, subject: str) -> "Attempt":
        """An attempt of `action` from `address` (or an API client's id) on `subject`, as a context manager.

        Entering raises AttemptsExhausted, before any work. Leaving counts the attempt if it failed, and raises
        AttemptsExhausted if that exceeds a limit: other processes may have counted failures meanwhile.
        """
        return Attempt(self, keys_of_attempt(action, address, subject))

    def merge(self, failures: Mapping[str, Failures]) -> None:
        """Merge failures into the cache, by the key's id."""
        self._updates.update(failures)
        now = self._clock()
        for id_, seconds in failures.items():
            if len(seconds) >= len(self._active(id_)):  # updates may arrive out of order
                self._known[id_] = sorted(now + _nanoseconds(left) for left in seconds)

    async def refresh(self, read: Callable[[], Awaitable[Mapping[str, Failures]]]) -> None:
        """Replace all exhausted keys by the result of `read` and what arrives meanwhile; drop expired failures."""
        self._updates = {}
        found = await read()
        updates, now = self._updates, self._clock()
        self._known = {
            id_: ends for id_, ends in self._known.items() if len(ends) < MAX_FAILURES_PER_SUBJECT and ends[-1] > now
        }
        self.merge(found)
        self.merge(updates)

    async def enter(self, key: RateLimitKey) -> None:
        """Begin an attempt when a slot is free. Raises AttemptsExhausted."""
        slot = self._slots.get(key)
        if slot is None:
            slot = self._slots[key] = _Slot()
        slot.users += 1
        try:
            await self._wait_for_slot(slot, key)
        except BaseException:
            self._release(slot, key)
            raise
        slot.in_flight += 1

    def leave(self, key: RateLimitKey) -> None:
        """End an attempt."""
        slot = self._slots[key]
        slot.in_flight -= 1
        slot.wake()
        self._release(slot, key)

    async def count(self, keys: Sequence[RateLimitKey]) -> None:
        """Count a failure. Raises AttemptsExhausted if it exceeds a limit."""
        failures = await self._count(keys)
        self.merge(failures)
        for key in keys:
            if len(failures[key.id]) > key.limit:
                raise self._exhausted_error(key)

    def end(self, counted: Coroutine[Any, Any, None], *, is_abandoned: bool) -> asyncio.Task[None]:
        """Count and end an attempt, also if its caller does not wait for it."""
        task = asyncio.create_task(counted)
        self._ending.add(task)
        task.add_done_callback(partial(self._note_end, is_abandoned))
        return task

    def rank(self, key: RateLimitKey) -> Rank:
        """The rank of an attempt whose source has this key."""
        if key.source in self.known_sources:
            return Rank.KNOWN
        is_clean = self._remaining(key) == key.limit and not self.known_sources.was_refused(key.source)
        return Rank.CLEAN if is_clean else Rank.FAILING

    def _note_end(self, is_abandoned: bool, task: asyncio.Task[None]) -> None:  # noqa: FBT001 -- bound by partial
        self._ending.discard(task)
        error = None if task.cancelled() else task.exception()
        if is_abandoned and error is not None and not isinstance(error, AttemptsExhausted):
            log.warning("abandoned_attempt_not_counted", error=type(error).__name__)

    async def _wait_for_slot(self, slot: "_Slot", key: RateLimitKey) -> None:
        while slot.in_flight >= (remaining := self._remaining(key)):
            if remaining <= 0:
                raise self._exhausted_error(key)
            await slot.wait()

    def _release(self, slot: "_Slot", key: RateLimitKey) -> None:
        slot.users -= 1
        if not slot.users:
            del self._slots[key]

    def _remaining(self, key: RateLimitKey) -> int:
        """The remaining failures."""
        return key.limit - len(self._active(key.id)) if self._known else key.limit

    def _active(self, id_: str) -> Sequence[int]:
        """When the failures expire that still count."""
        now = self._clock()
        return [end for end in self._known.get(id_, ()) if end > now]

    def _exhausted_error(self, key: RateLimitKey) -> AttemptsExhausted:
        free_at = self._known[key.id][-key.limit]
        return AttemptsExhausted(max(1, whole_seconds(free_at - self._clock())))


def _nanoseconds(seconds: float) -> int:
    """At most a window: the database's clock may have been set back."""
    return round(min(seconds, WINDOW_SECONDS) * SECOND)


class Attempt:
    """One attempt while it is entered; it counts only if it is marked as failed or abandoned."""

    def __init__(self, throttle: Throttle, keys: tuple[RateLimitKey, ...]) -> None:
        self._throttle, self._keys = throttle, keys
        self._entered: list[RateLimitKey] = []
        self._has_failed = False
        self._is_abandoned = False
        self._record: Callable[[], Awaitable[None]] | None = None

    @property
    def source(self) -> str:
        """Where it comes from."""
        return self._keys[0].source

    @property
    def rank(self) -> Rank:
        """Whether it comes before others that cost as much."""
        return self._throttle.rank(self._keys[0])

    def fail(self) -> None:
        """Mark the attempt as failed."""
        self._has_failed = True

    def abandon(self, record: Callable[[], Awaitable[None]] | None) -> None:
        """Mark the attempt as failed because its caller is cancelled: it is counted and recorded after it has gone."""
        self._is_abandoned, self._record = True, record

    async def __aenter__(self) -> Self:
        try:
            for key in self._keys:
                await self._throttle.enter(key)
                self._entered.append(key)
        except BaseException:
            self._leave()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._is_abandoned:
            self._throttle.end(self._counted(), is_abandoned=True)
        elif self._has_failed:  # also when its caller raises, or is cancelled now
            await asyncio.shield(self._throttle.end(self._counted(), is_abandoned=False))
        else:
            self._leave()

    async def _counted(self) -> None:
        try:
            if self._record is not None:
                await self._record()
            await self._throttle.count(self._keys)
        finally:
            self._leave()

    def _leave(self) -> None:
        for key in reversed(self._entered):
            self._throttle.leave(key)


class _Slot:
    """The attempts in flight under one key, and those that wait for them."""

    def __init__(self) -> None:
        self.users = 0
        self.in_flight = 0
        self._waiting: list[asyncio.Future[None]] = []

    async def wait(self) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future

    def wake(self) -> None:
        """Wake all that wait, to check again."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)
