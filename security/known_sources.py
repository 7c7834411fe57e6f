"""Sources with a recent successful sign-in: their sign-ins come before those of unknown sources.

The account of an attempt does not matter: the waiting time must not reveal whether it exists. Only a proven success
counts, and it is proven for a source: from one address all accounts are treated alike.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from enum import IntEnum

from security.rate_limit_keys import source_of

KNOWN_DAYS = 30
"""How long a success is remembered."""
REFUSED_SECONDS = 5
"""How long a refused source ranks last; it was told to retry after this time."""
MAX_SOURCES = 10_000
"""The maximum that is remembered; the oldest sign-ins are dropped first."""


class Rank(IntEnum):
    """The order of turns, the first one first."""

    KNOWN = 0
    """A recent successful sign-in from this source."""
    CLEAN = 1
    """No failure within the last minute, and no retry before `Retry-After`."""
    FAILING = 2


class KnownSources:
    """The sources that this process knows."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ends: OrderedDict[str, float] = OrderedDict()
        self._refused: OrderedDict[str, float] = OrderedDict()
        """Until when sources that were refused rank last."""

    def add(self, address: str, *, seconds_ago: float = 0.0) -> None:
        """Note a successful sign-in from an address."""
        if not address:
            return
        source, ends = source_of(address), self._clock() + KNOWN_DAYS * 86_400 - seconds_ago
        self._ends[source] = max(ends, self._ends.get(source, ends))
        self._ends.move_to_end(source)
        if len(self._ends) > MAX_SOURCES:
            self._ends.popitem(last=False)

    def note_refusal(self, source: str) -> None:
        """Note that a source was told to retry later."""
        self._refused[source] = self._clock() + REFUSED_SECONDS
        self._refused.move_to_end(source)
        if len(self._refused) > MAX_SOURCES:
            self._refused.popitem(last=False)

    def was_refused(self, source: str) -> bool:
        """Whether a source retries too early."""
        return self._refused.get(source, 0.0) > self._clock()

    def __contains__(self, source: str) -> bool:
        return self._ends.get(source, 0.0) > self._clock()
