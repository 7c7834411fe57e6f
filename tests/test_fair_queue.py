"""Turns of sources, bounds, and places that stay taken until the work has ended."""

import asyncio
from collections.abc import Sequence

from fair_queue import SLOW_FOR_SECONDS, FairQueue, Place, QueueFull


class Work:
    """Pieces of work on a queue: what runs, in the order in which it began."""

    def __init__(self, queue: FairQueue) -> None:
        self.queue = queue
        self.begun: list[str] = []
        self.places: list[Place] = []

    async def _enter(self, name: str, rank: int) -> None:
        place = await self.queue.enter(name[0], rank)
        self.begun.append(name)
        self.places.append(place)

    async def ask(self, *names: str, rank: int = 0) -> list["asyncio.Task[None]"]:
        """A piece of work for each name, which begins with its source."""
        tasks = [asyncio.create_task(self._enter(name, rank)) for name in names]
        await turns()
        return tasks

    async def end_first(self) -> None:
        self.places.pop(0).leave()
        await turns()

    async def end_all(self) -> list[str]:
        while self.places:
            await self.end_first()
        return self.begun


async def turns() -> None:
    """All tasks are where they have to wait."""
    for _ in range(5):
        await asyncio.sleep(0)


def work(
    shares: Sequence[int] = (1,), *, waiting: int = 100, waiting_per_source: int = 100, per_source: int = 100
) -> Work:
    return Work(FairQueue(shares, waiting=waiting, waiting_per_source=waiting_per_source, per_source=per_source))


async def test_sources_take_turns_and_each_is_first_come_first_served() -> None:
    some = work()
    await some.ask("a1", "a2", "a3", "a4", "b1", "b2", "c1")
    assert await some.end_all() == ["a1", "a2", "b1", "c1", "a3", "b2", "a4"]


async def test_as_many_run_as_there_are_places() -> None:
    some = work((3,))
    await some.ask(*(f"{source}{number}" for source in "abc" for number in range(5)))
    assert some.queue.count() == (3, 12)
    await some.end_all()
    assert some.queue.count() == (0, 0)


async def test_one_source_runs_no_more_than_it_may() -> None:
    some = work((3,), per_source=1)
    await some.ask("a1", "a2", "a3", "b1")
    assert some.begun == ["a1", "b1"]
    await some.end_first()
    assert some.begun == ["a1", "b1", "a2"]


async def test_higher_ranks_come_first_and_lower_ones_keep_to_their_share() -> None:
    some = work((2, 1, 1))
    await some.ask("s1", "t1", rank=1)
    await some.ask("u1", rank=2)
    assert some.begun == ["s1"]
    await some.ask("k1", "k2")
    assert some.begun == ["s1", "k1"]
    await some.end_first()
    assert some.begun == ["s1", "k1", "k2"]
    assert await some.end_all() == ["s1", "k1", "k2", "t1", "u1"]


async def test_what_waits_is_bounded_in_all_and_by_source() -> None:
    some = work(waiting=3, waiting_per_source=2)
    waiting = await some.ask("a1", "a2", "a3", "b1")
    refused = await some.ask("a4", "c1", "d1")
    assert [task.done() for task in refused] == [True, False, True]
    assert [task for task in (*waiting, *refused) if task.done() and isinstance(task.exception(), QueueFull)] == [
        waiting[2],  # the last of the source that has the most
        refused[0],
        refused[2],
    ]
    assert await some.end_all() == ["a1", "a2", "b1", "c1"]


async def test_each_rank_has_a_bound_of_its_own() -> None:
    some = work((2, 1), waiting=1)
    await some.ask("k1", "k2", "k3")
    await some.ask("s1", rank=1)
    assert some.queue.count() == (2, 2)
    assert await some.end_all() == ["k1", "k2", "k3", "s1"]


async def test_who_no_longer_waits_frees_its_place_in_the_queue() -> None:
    some = work(waiting=2)
    _, second, third = await some.ask("a1", "a2", "b1")
    second.cancel()
    third.cancel()
    await turns()
    assert some.queue.count() == (1, 0)
    await some.ask("c1", "d1")
    assert await some.end_all() == ["a1", "c1", "d1"]


async def test_a_turn_that_comes_as_its_caller_is_cancelled_goes_to_the_next() -> None:
    some = work()
    _, second, _ = await some.ask("a1", "b1", "c1")
    some.places.pop().leave()  # b's turn comes
    second.cancel()
    await turns()
    assert some.begun == ["a1", "c1"]
    assert some.queue.count() == (1, 0)


async def test_one_that_is_cancelled_as_others_take_its_place_leaves_nothing() -> None:
    some = work(waiting=2)
    _, _, third = await some.ask("a1", "a2", "a3")
    third.cancel()
    fresh = asyncio.create_task(some.queue.enter("b"))  # would push a3 out in the same turn of the loop
    await turns()
    assert some.queue.count() == (1, 2)
    await some.end_first()
    await some.end_first()
    assert fresh.done()
    (await fresh).leave()
    assert some.queue.count() == (0, 0)


async def test_what_waits_is_refused_when_the_work_ends() -> None:
    some = work()
    _, second, third = await some.ask("a1", "a2", "b1")
    third.cancel()
    some.queue.refuse_waiting()
    await turns()
    assert isinstance(second.exception(), QueueFull)
    await some.end_first()
    assert some.queue.count() == (0, 0)


async def test_a_place_is_left_once() -> None:
    some = work((1,))
    await some.ask("a1", "b1", "c1")
    first = some.places[0]
    first.leave()
    first.leave()
    await turns()
    assert some.queue.count() == (1, 1)


async def test_a_source_that_took_long_ranks_last_for_a_minute() -> None:
    now = 1_000.0
    queue = FairQueue((2, 1), waiting=9, waiting_per_source=9, per_source=1, long_seconds=0.5, clock=lambda: now)
    places = [await queue.enter(source) for source in "ab"]
    now += 1
    for place in places:
        place.leave()
    held = await queue.enter("a")
    late = asyncio.create_task(queue.enter("b"))
    await turns()
    assert (held.rank, late.done()) == (1, False)
    quick = await queue.enter("c")
    assert quick.rank == 0
    now += SLOW_FOR_SECONDS + 1
    quick.leave()
    assert (await queue.enter("d")).rank == 0
    held.leave()  # it has taken long again
    assert (await late).rank == 1
    late.result().leave(is_excused=True)
    now += SLOW_FOR_SECONDS + 1
    excused = await queue.enter("e")
    now += 1
    excused.leave(is_excused=True)
    assert (await queue.enter("e")).rank == 0
