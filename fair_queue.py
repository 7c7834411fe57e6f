"""Turns of expensive work: so many at a time, by source in turn, and a bounded number that wait.

Sources (an address, an account, an API client) take turns, whatever each of them sends; within a source the first comes
first. Work has a rank: 0 comes before 1, and lower ranks together hold their share of the places only, so that higher
ones always find one soon. Beyond the bounds work is refused at once. When all that may wait do, a source that has the
most of them loses its last one to a source that has fewer.

A place belongs to work, not to who waits for it: it is free when the work has really ended, also if nobody wants the
result any more. Work that has not begun loses its place in the queue when its caller is cancelled.

The module imports nothing of ours, and all may import it. It belongs to one event loop, as asyncio's locks do.
"""

import asyncio
import itertools
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Sequence

SLOW_FOR_SECONDS = 60
"""For so long a source that held a place for long ranks last."""
MAX_SLOW_SOURCES = 10_000
"""Known at a time; the oldest are forgotten first."""


class QueueFull(Exception):
    """As much waits as may wait: of this source, or in all."""


class FairQueue:
    """Places for work, and the work that waits for one.

    `shares` has the number of places of each rank and all below it: (2, 1) are two places, of which work of rank 1
    holds one at most. `waiting` and `waiting_per_source` bound what waits in each rank, `per_source` what one source
    runs at a time. A source that has held a place for more than `long_seconds` ranks last for a minute, unless the
    work was excused.
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
        """By rank, then by source: the next turn is the first source's."""
        self._slow: OrderedDict[str, float] = OrderedDict()
        """When sources stop to be slow."""

    async def enter(self, source: str, rank: int = 0) -> "Place":
        """Wait for a place. Raises QueueFull at once."""
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
        """Raise QueueFull for all that waits, as whoever does the work ends."""
        for queue in self._queues:
            for turn in itertools.chain(*queue.values()):
                if not turn.done():
                    turn.set_exception(QueueFull())
            queue.clear()

    def count(self) -> tuple[int, int]:
        """How many run, and how many wait."""
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
        lower = tuple(held)[::-1]  # by rank: what it and all below it hold
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
        """Raises QueueFull, here or for the last of the source that has the most waiting."""
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
        """Unless it has been taken out already."""
        queue = self._queues[rank]
        turns = queue.get(source)
        if turns is not None and turn in turns:
            turns.remove(turn)
            if not turns:
                del queue[source]

    def _length(self, rank: int) -> int:
        return sum(map(len, self._queues[rank].values()))

    def _start_next(self) -> bool:
        """Give the next turn, if there is a place and somebody for it; the source goes to the end."""
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
        """The work has ended; a second call does nothing. Excused is what took long through no fault of its source."""
        if not self._is_left:
            self._is_left = True
            self._queue.leave(self, is_excused=is_excused)
