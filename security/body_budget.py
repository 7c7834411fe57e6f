"""The memory budget for request bodies of a process, across all endpoints.

A sender of large or stalled bodies uses up its own share only: each authenticated person or API client has one, each
address of anonymous senders has one, and anonymous senders together never use the whole budget.
"""

import asyncio
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

MAX_BYTES = 200_000_000
"""Bytes of bodies that are being received or processed."""
MAX_ANONYMOUS_BYTES = MAX_BYTES // 2
"""Bytes of it from anonymous senders."""
MAX_BYTES_PER_SENDER = MAX_BYTES // 4
"""Bytes of it from one sender."""
UNCOUNTED_BYTES = 16_384
"""Bodies that are announced with so many bytes are not counted: the number of connections bounds them."""
LARGE_BODY_BYTES = 1_000_000
"""Bytes from which on the chunks of a body take turns with those of all other large ones. (A key notice has 100 kB.)"""


class BudgetExceeded(Exception):
    """The budget is used up; the sender may retry later."""


class BodyBudget:
    """The budget of this process, and what is reserved of it."""

    def __init__(self) -> None:
        self._held: Counter[str] = Counter()
        """Bytes by sender."""
        self._anonymous = 0
        self._turn = asyncio.Lock()

    @contextmanager
    def share(self, sender: str, *, is_known: bool) -> "Generator[Share]":
        """The share of one body, which is released when the context ends."""
        share = Share(self, sender, is_known=is_known)
        try:
            yield share
        finally:
            self._add(share, -share.held)

    def check(self, share: "Share", size: int) -> None:
        """Raises BudgetExceeded unless so many more bytes can be reserved."""
        if (
            self._held.total() + size > MAX_BYTES
            or self._held[share.sender] + size > MAX_BYTES_PER_SENDER
            or (not share.is_known and self._anonymous + size > MAX_ANONYMOUS_BYTES)
        ):
            raise BudgetExceeded

    async def take(self, share: "Share", size: int) -> None:
        """Reserve more bytes; of large bodies, one chunk passes in each turn of the loop. Raises BudgetExceeded."""
        self.check(share, size)
        self._add(share, size)
        if share.is_large:
            async with self._turn:
                await asyncio.sleep(0)

    def _add(self, share: "Share", size: int) -> None:
        share.held += size
        self._held[share.sender] += size
        if not self._held[share.sender]:
            del self._held[share.sender]
        if not share.is_known:
            self._anonymous += size


class Share:
    """The reservation of one body."""

    def __init__(self, budget: BodyBudget, sender: str, *, is_known: bool) -> None:
        self._budget, self.sender, self.is_known = budget, sender, is_known
        self.held = 0

    @property
    def is_large(self) -> bool:
        """Whether its chunks take turns."""
        return self.held > LARGE_BODY_BYTES

    def expect(self, size: int) -> None:
        """Raises BudgetExceeded when a body of this size does not fit now, before any of it is read."""
        self._budget.check(self, size)

    async def take(self, size: int) -> None:
        """Reserve more bytes. Raises BudgetExceeded."""
        await self._budget.take(self, size)
