"""How often somebody may fail. Only failures count, and nobody's failures lock out anybody else.

Tries that are still under way count as failures until they end: a thousand guesses sent at once get no more answers
than a thousand sent in a row.
"""

import math
import time
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter

PER_SUBJECT = parse("5/minute")
"""For one address (or API client) and one number or e-mail address."""
PER_ADDRESS = parse("30/minute")
"""For one address or API client, whatever it tries."""


class Exhausted(Exception):
    """No tries left; `retry_after` is in whole seconds, at least one."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"no tries left for {retry_after} s")
        self.retry_after = retry_after


class Try:
    """One try; it counts only if it is called a failure."""

    def __init__(self) -> None:
        self.has_failed = False

    def fail(self) -> None:
        """Call the try a failure."""
        self.has_failed = True


class Throttle:
    """Counts failures in a store of the `limits` library: in memory for one process, elsewhere for several."""

    def __init__(self, storage: Storage | None = None) -> None:
        self._storage = storage or MemoryStorage()
        self._windows = MovingWindowRateLimiter(self._storage)
        self._under_way: Counter[tuple[str, ...]] = Counter()

    @asynccontextmanager
    async def attempt(self, action: str, address: str, subject: str) -> AsyncGenerator[Try]:
        """One try of `action` from `address` (or an API client's id) on `subject`. Raises Exhausted before any work."""
        limits = [(PER_ADDRESS, (action, address)), (PER_SUBJECT, (action, address, subject))]
        for _, key in limits:
            self._under_way[key] += 1
        try:
            for item, key in limits:
                await self._require_room(item, key)
            attempt = Try()
            yield attempt
            if attempt.has_failed:
                for item, key in limits:
                    await self._windows.hit(item, *key)
        finally:
            for _, key in limits:
                self._under_way[key] -= 1
                if not self._under_way[key]:
                    del self._under_way[key]

    async def reset(self) -> None:
        """Forget every failure."""
        await self._storage.reset()

    async def _require_room(self, item: RateLimitItem, key: tuple[str, ...]) -> None:
        tries = self._under_way[key]
        if tries > item.amount or not await self._windows.test(item, *key, cost=tries):
            window = await self._windows.get_window_stats(item, *key)
            raise Exhausted(max(1, math.ceil(window.reset_time - time.time())))
