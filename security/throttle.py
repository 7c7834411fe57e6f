"""How often somebody may fail. Only failures count, and nobody's failures lock out anybody else.

The count is shared by all processes and kept outside (resolvers/throttle_failures.py). What a process knows of it is
remembered here, so that who has not failed costs nothing, and who has no tries left is refused before any work.

No more tries are under way in a process than could fail; others wait for them to end. So a thousand guesses sent at
once get no more answers than a thousand sent in a row, and nobody who is right is refused for being quick.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Self

from security.clocks import SECOND, whole_seconds
from security.rate_limit_keys import PER_SUBJECT, SECONDS, Window, windows_of


class Exhausted(Exception):
    """No tries left; `retry_after` is in whole seconds, at least one."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"no tries left for {retry_after} s")
        self.retry_after = retry_after


Failures = Sequence[float]
"""In how many seconds each failure of a window will have ended to count."""
Count = Callable[[Sequence[Window]], Awaitable[Mapping[str, Failures]]]
"""Counts one failure in each window, in all processes; answers with all that count now, by the window's id."""


class Throttle:
    """What this process knows of failures, and who tries at the moment."""

    def __init__(self, count: Count, *, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._count, self._clock = count, clock
        self._gates: dict[Window, _Gate] = {}
        self._known: dict[str, list[int]] = {}
        """When failures end to count (on `clock`), by the window's id; who has not failed is not looked up."""
        self._news: dict[str, Failures] = {}
        """What was learnt since everything was last read."""

    def attempt(self, action: str, address: str, subject: str) -> "Try":
        """One try of `action` from `address` (or an API client's id) on `subject`, to be entered.

        Entering raises Exhausted, before any work. Leaving counts what was called a failure, and raises Exhausted if
        that is one too many: the tries of other processes may have come first.
        """
        return Try(self, windows_of(action, address, subject))

    def learn(self, failures: Mapping[str, Failures]) -> None:
        """Take note of failures, by the window's id."""
        self._news.update(failures)
        now = self._clock()
        for id_, seconds in failures.items():
            if len(seconds) >= len(self._counting(id_)):  # news may come in another order than it was made
                self._known[id_] = sorted(now + _nanoseconds(left) for left in seconds)

    async def refresh(self, read: Callable[[], Awaitable[Mapping[str, Failures]]]) -> None:
        """Take `read` for all that is exhausted, but for what comes meanwhile; forget what no longer counts."""
        self._news = {}
        found = await read()
        news, now = self._news, self._clock()
        self._known = {id_: ends for id_, ends in self._known.items() if len(ends) < PER_SUBJECT and ends[-1] > now}
        self.learn(found)
        self.learn(news)

    async def enter(self, window: Window) -> None:
        """Begin a try, when no more are under way than could still fail. Raises Exhausted."""
        gate = self._gates.get(window)
        if gate is None:
            gate = self._gates[window] = _Gate()
        gate.visitors += 1
        try:
            await self._room(gate, window)
        except BaseException:
            self._forget(gate, window)
            raise
        gate.under_way += 1

    def leave(self, window: Window) -> None:
        """End a try."""
        gate = self._gates[window]
        gate.under_way -= 1
        gate.open()
        self._forget(gate, window)

    async def count(self, windows: Sequence[Window]) -> None:
        """Count a failure. Raises Exhausted if it is one too many."""
        failures = await self._count(windows)
        self.learn(failures)
        for window in windows:
            if len(failures[window.id]) > window.limit:
                raise self._exhausted(window)

    async def _room(self, gate: "_Gate", window: Window) -> None:
        while gate.under_way >= (remaining := self._remaining(window)):
            if remaining <= 0:
                raise self._exhausted(window)
            await gate.wait()

    def _forget(self, gate: "_Gate", window: Window) -> None:
        gate.visitors -= 1
        if not gate.visitors:
            del self._gates[window]

    def _remaining(self, window: Window) -> int:
        """How many more failures there may be."""
        return window.limit - len(self._counting(window.id)) if self._known else window.limit

    def _counting(self, id_: str) -> Sequence[int]:
        """When those failures end to count that still do."""
        now = self._clock()
        return [end for end in self._known.get(id_, ()) if end > now]

    def _exhausted(self, window: Window) -> Exhausted:
        has_room_at = self._known[window.id][-window.limit]
        return Exhausted(max(1, whole_seconds(has_room_at - self._clock())))


def _nanoseconds(seconds: float) -> int:
    """No more than a window has: the database's clock may have been set back."""
    return round(min(seconds, SECONDS) * SECOND)


class Try:
    """One try, for as long as it is entered; it counts only if it is called a failure."""

    def __init__(self, throttle: Throttle, windows: tuple[Window, ...]) -> None:
        self._throttle, self._windows = throttle, windows
        self._entered: list[Window] = []
        self._has_failed = False

    def fail(self) -> None:
        """Call the try a failure."""
        self._has_failed = True

    async def __aenter__(self) -> Self:
        try:
            for window in self._windows:
                await self._throttle.enter(window)
                self._entered.append(window)
        except BaseException:
            self._leave()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            if self._has_failed:  # counts also when its caller raises
                await self._throttle.count(self._windows)
        finally:
            self._leave()

    def _leave(self) -> None:
        for window in reversed(self._entered):
            self._throttle.leave(window)


class _Gate:
    """Those who try in one window at the moment, and those who wait for them."""

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
