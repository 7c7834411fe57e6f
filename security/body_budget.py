"""How much of request bodies a process holds at a time, by whatever door they come in.

Whoever sends large bodies and stalls takes only his own share: a person or an API client that is known has one, an
address that nobody is known behind has one too, and all that are not known together never take everything.
"""

import asyncio
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

MOST_HELD = 200_000_000
"""Bytes of bodies that are being received or carried out."""
MOST_OF_STRANGERS = MOST_HELD // 2
"""Bytes of it from senders that nobody is known behind."""
MOST_OF_ONE = MOST_HELD // 4
"""Bytes of it from one sender."""
UNCOUNTED = 16_384
"""Bytes of a body that is announced to be so small: of such ones there are no more than connections."""
LARGE = 1_000_000
"""Bytes of a body whose pieces take turns with those of all other large ones. (A key notice has less than 100 kB.)"""


class NoRoom(Exception):
    """Too much is held already; the sender may come again later."""


class Bodies:
    """All that is held."""

    def __init__(self) -> None:
        self._held: Counter[str] = Counter()
        """Bytes by sender."""
        self._of_strangers = 0
        self._turn = asyncio.Lock()

    @contextmanager
    def share(self, sender: str, *, is_known: bool) -> "Generator[Share]":
        """What the sender holds with one body, until the context ends."""
        share = Share(self, sender, is_known=is_known)
        try:
            yield share
        finally:
            self._add(share, -share.held)

    def check(self, share: "Share", size: int) -> None:
        """Raises NoRoom unless so much more may be held."""
        if (
            self._held.total() + size > MOST_HELD
            or self._held[share.sender] + size > MOST_OF_ONE
            or (not share.is_known and self._of_strangers + size > MOST_OF_STRANGERS)
        ):
            raise NoRoom

    async def take(self, share: "Share", size: int) -> None:
        """Hold so much more; of large bodies one piece is let through in each turn of the loop. Raises NoRoom."""
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
            self._of_strangers += size


class Share:
    """What is held of one body."""

    def __init__(self, bodies: Bodies, sender: str, *, is_known: bool) -> None:
        self._bodies, self.sender, self.is_known = bodies, sender, is_known
        self.held = 0

    @property
    def is_large(self) -> bool:
        """Whether it takes turns."""
        return self.held > LARGE

    def expect(self, size: int) -> None:
        """Raises NoRoom when there is none for a body of this size as things are: then nothing of it need be read."""
        self._bodies.check(self, size)

    async def take(self, size: int) -> None:
        """Hold so many bytes more. Raises NoRoom."""
        await self._bodies.take(self, size)
