"""How often somebody may fail. Only failures count, and nobody's failures lock out anybody else.

No more tries are under way at a time than could fail; others wait for them to end. So a thousand guesses sent at once
get no more answers than a thousand sent in a row, and nobody who is right is refused for being quick.
"""

import asyncio
import math
import time
from collections.abc import Callable
from typing import Self

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

Key = tuple[str, ...]

PER_SUBJECT = parse("5/minute")
"""For one address (or API client) and one number or e-mail address."""
PER_ADDRESS = parse("30/minute")
"""For one address or API client, whatever it tries."""


class Exhausted(Exception):
    """No tries left; `retry_after` is in whole seconds, at least one."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"no tries left for {retry_after} s")
        self.retry_after = retry_after


class Throttle:
    """Counts failures with the `limits` library, in the memory of this process."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._storage = MemoryStorage()
        self._windows = MovingWindowRateLimiter(self._storage)
        self._gates: dict[Key, _Gate] = {}
        self._failed: dict[Key, float] = {}
        """Until when failures of a key may count, the first to end first; who has not failed is not looked up."""

    def attempt(self, action: str, address: str, subject: str) -> "Try":
        """One try of `action` from `address` (or an API client's id) on `subject`, to be entered.

        Entering raises Exhausted, before any work.
        """
        return Try(self, ((PER_ADDRESS, (action, address)), (PER_SUBJECT, (action, address, subject))))

    async def reset(self) -> None:
        """Forget every failure."""
        self._failed.clear()
        await self._storage.reset()

    async def enter(self, item: RateLimitItem, key: Key) -> None:
        """Begin a try, when no more are under way than could still fail. Raises Exhausted."""
        gate = self._gates.get(key)
        if gate is None:
            gate = self._gates[key] = _Gate()
        gate.visitors += 1
        try:
            await self._room(gate, item, key)
        except BaseException:
            self._forget(gate, key)
            raise
        gate.under_way += 1

    def leave(self, key: Key) -> None:
        """End a try."""
        gate = self._gates[key]
        gate.under_way -= 1
        gate.open()
        self._forget(gate, key)

    async def count(self, item: RateLimitItem, key: Key) -> None:
        """Count a failure."""
        await self._windows.hit(item, *key)
        now = self._clock()
        self._failed.pop(key, None)  # the last to fail is the last to end: both windows are a minute
        self._failed[key] = now + item.get_expiry()
        while self._failed[oldest := next(iter(self._failed))] < now:
            del self._failed[oldest]

    async def _room(self, gate: "_Gate", item: RateLimitItem, key: Key) -> None:
        while gate.under_way >= (remaining := await self._remaining(item, key)):
            if remaining <= 0:
                window = await self._windows.get_window_stats(item, *key)
                raise Exhausted(max(1, math.ceil(window.reset_time - time.time())))
            await gate.wait()

    def _forget(self, gate: "_Gate", key: Key) -> None:
        gate.visitors -= 1
        if not gate.visitors:
            del self._gates[key]

    async def _remaining(self, item: RateLimitItem, key: Key) -> int:
        """How many more failures there may be."""
        until = self._failed.get(key)
        if until is None:
            return item.amount
        if until < self._clock():
            del self._failed[key]
            return item.amount
        return (await self._windows.get_window_stats(item, *key)).remaining


class Try:
    """One try, for as long as it is entered; it counts only if it is called a failure."""

    def __init__(self, throttle: Throttle, windows: tuple[tuple[RateLimitItem, Key], ...]) -> None:
        self._throttle, self._windows = throttle, windows
        self._entered: list[Key] = []
        self._has_failed = False

    def fail(self) -> None:
        """Call the try a failure."""
        self._has_failed = True

    async def __aenter__(self) -> Self:
        try:
            for item, key in self._windows:
                await self._throttle.enter(item, key)
                self._entered.append(key)
        except BaseException:
            self._leave()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            if self._has_failed:  # counts also when its caller raises
                for item, key in self._windows:
                    await self._throttle.count(item, key)
        finally:
            self._leave()

    def _leave(self) -> None:
        for key in reversed(self._entered):
            self._throttle.leave(key)


class _Gate:
    """Those who try with one key at the moment, and those who wait for them."""

    def __init__(self) -> None:
        self.visitors = 0
        self.under_way = 0
        self._waiting: list[asyncio.Future[None]] = []

    async def wait(self) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future

    def open(self) -> None:
        """Let those who wait look again."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)
