"""Sources from which somebody has signed in of late: their sign-ins come before those of strangers.

Nothing is asked of the account that is named: whether it exists must not be told by how long an attempt waits. Only
what has been proved counts, and it is proved for a source: from one address all accounts are treated alike.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from enum import IntEnum

from security.rate_limit_keys import source_of

KNOWN_DAYS = 30
"""For which a success is remembered."""
REFUSED_SECONDS = 5
"""For so long a source that was refused ranks last, as it was told to wait."""
MAX_SOURCES = 10_000
"""Remembered at a time; those that signed in longest ago are forgotten first."""


class Rank(IntEnum):
    """Whose turn comes first, the first one first."""

    KNOWN = 0
    """Somebody has signed in from there of late."""
    CLEAN = 1
    """Nobody has failed there within the last minute, or been told just now to come again later."""
    FAILING = 2


class KnownSources:
    """Those that this process knows."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ends: OrderedDict[str, float] = OrderedDict()
        self._refused: OrderedDict[str, float] = OrderedDict()
        """Until when sources that were refused rank last."""

    def add(self, address: str, *, seconds_ago: float = 0.0) -> None:
        """Somebody has signed in from an address."""
        if not address:
            return
        source, ends = source_of(address), self._clock() + KNOWN_DAYS * 86_400 - seconds_ago
        self._ends[source] = max(ends, self._ends.get(source, ends))
        self._ends.move_to_end(source)
        if len(self._ends) > MAX_SOURCES:
            self._ends.popitem(last=False)

    def note_refusal(self, source: str) -> None:
        """A source was told to come again later."""
        self._refused[source] = self._clock() + REFUSED_SECONDS
        self._refused.move_to_end(source)
        if len(self._refused) > MAX_SOURCES:
            self._refused.popitem(last=False)

    def was_refused(self, source: str) -> bool:
        """Whether a source comes again before its time."""
        return self._refused.get(source, 0.0) > self._clock()

    def __contains__(self, source: str) -> bool:
        return self._ends.get(source, 0.0) > self._clock()
