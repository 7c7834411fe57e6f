import asyncio
from collections.abc import Sequence
from contextvars import ContextVar

import pytest

from database import batching
from database.batching import Batcher

WHO: ContextVar[str] = ContextVar("who", default="nobody")


async def test_who_comes_meanwhile_goes_together() -> None:
    batches: list[list[int]] = []
    started, may_end = asyncio.Event(), asyncio.Event()

    async def double(numbers: Sequence[int]) -> Sequence[int]:
        batches.append(list(numbers))
        started.set()
        await may_end.wait()
        return [2 * number for number in numbers]

    batcher = Batcher(double)
    first = asyncio.create_task(batcher(1))
    await started.wait()
    others = [asyncio.create_task(batcher(number)) for number in range(2, 6)]
    await asyncio.sleep(0)
    may_end.set()
    assert await asyncio.gather(first, *others) == [2, 4, 6, 8, 10]
    assert batches == [[1], [2, 3, 4, 5]]


async def test_an_error_reaches_everybody_of_its_batch_and_nobody_else() -> None:
    async def invert(numbers: Sequence[int]) -> Sequence[float]:
        return [1 / number for number in numbers]

    batcher = Batcher(invert)
    outcomes = await asyncio.gather(batcher(1), batcher(0), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [ZeroDivisionError, ZeroDivisionError]
    assert await batcher(2) == 0.5


async def test_a_batch_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "LONGEST_SECONDS", 0.05)

    started = asyncio.Event()

    async def hang_on_zero(numbers: Sequence[int]) -> Sequence[int]:
        started.set()
        if 0 in numbers:
            await asyncio.Event().wait()
        return numbers

    batcher = Batcher(hang_on_zero)
    hanging = asyncio.create_task(batcher(0))
    await started.wait()
    later = asyncio.create_task(batcher(1))
    with pytest.raises(TimeoutError):
        await hanging
    assert await later == 1


async def test_a_caller_that_has_gone_does_not_disturb_the_others() -> None:
    started, may_end = asyncio.Event(), asyncio.Event()

    async def work(numbers: Sequence[int]) -> Sequence[int]:
        started.set()
        await may_end.wait()
        return numbers

    batcher = Batcher(work)
    gone, staying = asyncio.create_task(batcher(1)), asyncio.create_task(batcher(2))
    await started.wait()
    gone.cancel()
    may_end.set()
    assert await staying == 2


async def test_unbatched_calls_run_in_the_context_of_their_caller() -> None:
    seen: list[tuple[Sequence[int], str]] = []

    async def name_of(numbers: Sequence[int]) -> Sequence[str]:
        seen.append((numbers, WHO.get()))
        return [WHO.get()] * len(numbers)

    batcher = Batcher(name_of)
    WHO.set("caller")
    with batching.unbatched():
        assert await asyncio.gather(batcher(1), batcher(2)) == ["caller", "caller"]
    assert await batcher(3) == "nobody"
    assert seen == [([1], "caller"), ([2], "caller"), ([3], "nobody")]


async def test_an_unbatched_call_raises_its_own_error_and_the_next_ones_are_batched() -> None:
    batches: list[int] = []

    async def invert(numbers: Sequence[int]) -> Sequence[float]:
        batches.append(len(numbers))
        return [1 / number for number in numbers]

    batcher = Batcher(invert)
    with pytest.raises(ZeroDivisionError), batching.unbatched():
        await batcher(0)
    assert await asyncio.gather(batcher(1), batcher(2)) == [1, 0.5]
    assert batches == [1, 2]
