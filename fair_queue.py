"""A queue for expensive work: a fixed number of places, sources in turn, and a limited number of waiting entries.

Sources (an address, an account, an API client) take turns, however much each of them sends; entries of one source are
served in order. Work has a rank: 0 is served before 1, and lower ranks together hold their share of the places only, so
that higher ranks get a place soon. Beyond the limits work is refused immediately. If the queue is full, the source with
the most entries loses its last one to a source with fewer.

A place belongs to the work, not to its caller: it is free when the work has ended, also if no caller waits for the
result. Work that has not begun leaves the queue when its caller is cancelled.

The module imports none of our code, and every package may import it. It belongs to one event loop, as asyncio's locks
do.
"""

import asyncio
import itertools
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Sequence

SLOW_FOR_SECONDS = 60
"""How long a source ranks last after it held a place for long."""
MAX_SLOW_SOURCES = 10_000
"""The maximum that is remembered; the oldest are dropped first."""


class QueueFull(Exception):
    """The limit of waiting entries is reached: of this source, or in all."""


class FairQueue:
    """Places for work, and waiting entries.

    `shares` has the number of places of each rank and all below it: (2, 1) are two places, of which work of rank 1
    holds one at most. `waiting` and `waiting_per_source` limit the entries of each rank, `per_source` the running work
    of one source. A source that held a place for more than `long_seconds` ranks last for a minute, unless the work was
    excused.
    """

    def __init__(
        self,
        shares: Sequence[int],
        *,
        waiting: int,
        waiting_per_source: int,
        per_source: int,
        long_seconds: float = float("inf"),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shares = tuple(shares)
        self._waiting, self._waiting_per_source, self._per_source = waiting, waiting_per_source, per_source
        self._long_seconds, self._clock = long_seconds, clock
        self._running = [0] * len(self._shares)
        """By rank."""
        self._running_of: Counter[str] = Counter()
        self._queues: list[OrderedDict[str, deque[asyncio.Future[None]]]] = [OrderedDict() for _ in self._shares]
        """By rank, then by source: the first source has the next turn."""
        self._slow: OrderedDict[str, float] = OrderedDict()
        """The end of the time in which a source counts as slow."""

    async def enter(self, source: str, rank: int = 0) -> "Place":
        """Wait for a place. Raises QueueFull immediately, or when the entry is displaced."""
        if self._is_slow(source):
            rank = len(self._shares) - 1
        if not self._may_run(source, rank):
            await self._wait(source, rank)
        else:
            self._begin(source, rank)
        return Place(self, source, rank, self._clock())

    def leave(self, place: "Place", *, is_excused: bool) -> None:
        """The work of a place has ended."""
        self._end(place.source, place.rank)
        if self._clock() - place.began_at > self._long_seconds and not is_excused:
            self._slow[place.source] = self._clock() + SLOW_FOR_SECONDS
            self._slow.move_to_end(place.source)
            if len(self._slow) > MAX_SLOW_SOURCES:
                self._slow.popitem(last=False)

    def refuse_waiting(self) -> None:
        """Raise QueueFull for all waiting entries, because the pool is closed."""
        for queue in self._queues:
            for turn in itertools.chain(*queue.values()):
                if not turn.done():
                    turn.set_exception(QueueFull())
            queue.clear()

    def count(self) -> tuple[int, int]:
        """The number of running and of waiting entries."""
        return sum(self._running), sum(map(self._length, range(len(self._shares))))

    def _is_slow(self, source: str) -> bool:
        while self._slow:
            first, ends = next(iter(self._slow.items()))
            if ends > self._clock():
                break
            del self._slow[first]
        return source in self._slow

    def _may_run(self, source: str, rank: int) -> bool:
        held = itertools.accumulate(reversed(self._running))
        lower = tuple(held)[::-1]  # by rank: the places that it and all below it hold
        has_share = all(lower[each] < self._shares[each] for each in range(rank + 1))
        return has_share and self._running_of[source] < self._per_source

    def _begin(self, source: str, rank: int) -> None:
        self._running[rank] += 1
        self._running_of[source] += 1

    def _end(self, source: str, rank: int) -> None:
        self._running[rank] -= 1
        self._running_of[source] -= 1
        if not self._running_of[source]:
            del self._running_of[source]
        while self._start_next():
            pass

    async def _wait(self, source: str, rank: int) -> None:
        queue = self._queues[rank]
        self._make_room(source, rank)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.setdefault(source, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            self._remove(source, rank, turn)
            if turn.done() and not turn.cancelled() and turn.exception() is None:  # its turn had come
                self._end(source, rank)
            raise

    def _make_room(self, source: str, rank: int) -> None:
        """Raises QueueFull, here or for the last entry of the source with the most entries."""
        queue = self._queues[rank]
        own = len(queue.get(source, ()))
        if own >= self._waiting_per_source:
            raise QueueFull
        if self._length(rank) < self._waiting:
            return
        fullest = max(queue, key=lambda each: len(queue[each]))
        if len(queue[fullest]) <= own + 1:
            raise QueueFull
        last = queue[fullest][-1]
        self._remove(fullest, rank, last)
        if not last.done():
            last.set_exception(QueueFull())

    def _remove(self, source: str, rank: int, turn: "asyncio.Future[None]") -> None:
        """Remove an entry, unless it has been removed already."""
        queue = self._queues[rank]
        turns = queue.get(source)
        if turns is not None and turn in turns:
            turns.remove(turn)
            if not turns:
                del queue[source]

    def _length(self, rank: int) -> int:
        return sum(map(len, self._queues[rank].values()))

    def _start_next(self) -> bool:
        """Give the next turn, if there is a place and an entry for it; the source goes to the end."""
        for rank, queue in enumerate(self._queues):
            for source, turns in queue.items():
                if self._may_run(source, rank):
                    turn = turns.popleft()
                    queue.move_to_end(source)
                    if not turns:
                        del queue[source]
                    if not turn.done():
                        self._begin(source, rank)
                        turn.set_result(None)
                    return True
        return False


class Place:
    """A place that work holds until it has ended."""

    def __init__(self, queue: FairQueue, source: str, rank: int, began_at: float) -> None:
        self._queue, self.source, self.rank, self.began_at = queue, source, rank, began_at
        self._is_left = False

    def leave(self, *, is_excused: bool = False) -> None:
        """The work has ended; a second call does nothing. Work is excused if its source did not cause its duration."""
        if not self._is_left:
            self._is_left = True
            self._queue.leave(self, is_excused=is_excused)
