"""Long responses are built in slices with turns for others between them; the response is the same."""

import asyncio
import itertools
from contextlib import ExitStack

import pytest

from schema.reading.sliced_execution import SlicedExecution
from schema.reading.slices import PAUSE_SECONDS, Slices
from tests.conftest import Api

QUERY = """
{ obligees(first: 100) { edges { node { name limits { minimumPrice } acceptances { kind contractType channels } } } }
  sureties { name branches { id name code } } viewer { role } }
"""


class Clock:
    """A clock that advances by one at each call."""

    def __init__(self) -> None:
        self._ticks = itertools.count()

    def __call__(self) -> float:
        return float(next(self._ticks))


async def test_a_slice_is_of_one_turn() -> None:
    slices = Slices(seconds=3, clock=Clock())
    assert [slices.is_over() for _ in range(4)] == [False, False, False, True]
    await asyncio.sleep(0)
    assert not slices.is_over()


async def test_short_work_that_has_begun_may_take_longer() -> None:
    slices = Slices(seconds=2, clock=Clock())
    assert [slices.is_over(is_short=True) for _ in range(9)] == [False] * 8 + [True]
    assert slices.is_over()


async def test_whoever_waits_gets_a_slice_of_his_own_in_order() -> None:
    slices, order = Slices(seconds=1, clock=Clock()), list[str]()
    turns = 0

    async def work(name: str) -> None:
        for _ in range(3):
            async with slices.turn():
                order.append(f"{name}{turns}")
                while not slices.is_over():
                    pass

    async def count() -> None:
        nonlocal turns
        while len(order) < 9:
            turns += 1
            await asyncio.sleep(0)

    await asyncio.gather(count(), *(work(name) for name in "abc"))
    assert "".join(name[0] for name in order) == "aabcabcbc", "the first one queues again before the others"
    assert len({name[1:] for name in order}) == 9, "no two slices in one turn of the loop"


async def test_slices_pause_while_several_operations_are_in_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    slices, pauses = Slices(seconds=1, clock=Clock()), list[float]()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        slices._close()

    monkeypatch.setattr(asyncio, "sleep", sleep)
    for others in (0, 1):
        with slices.operation(), ExitStack() as stack:
            for _ in range(others):
                stack.enter_context(slices.operation())
            while not slices.is_over():
                pass
            async with slices.turn():
                pass
    assert pauses == [0, PAUSE_SECONDS]


@pytest.mark.parametrize("seconds", [0.0, 10.0])
async def test_an_answer_is_the_same_in_however_many_slices(
    api: Api, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    expected = await api.data(QUERY, as_="surety")
    assert len(expected["obligees"]["edges"]) == 12
    assert api.application
    monkeypatch.setattr(api.application.state.services.slices, "_seconds", seconds)
    assert await api.data(QUERY, as_="surety") == expected
    schema = await api.data("{ __schema { types { name fields { name args { name } type { name } } } } }")
    assert len(schema["__schema"]["types"]) > 100


async def test_others_have_turns_while_a_long_answer_is_built(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    assert api.application
    slices = api.application.state.services.slices
    taken = 0

    def begun() -> None:
        nonlocal taken
        taken += 1
        slices._ends = None

    monkeypatch.setattr(slices, "_seconds", 0.0)
    monkeypatch.setattr(slices, "_close", begun)
    answer = await api.data(QUERY, as_="surety")
    lists = 1 + 1 + 2 * 12 + 6 * 12  # of pages, sureties, branches, and of each obligee
    assert taken > sum(len(edge["node"]["acceptances"]) for edge in answer["obligees"]["edges"]) > 11
    assert taken < 10 * lists


async def test_an_error_within_a_slice_is_answered(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    assert api.application
    monkeypatch.setattr(api.application.state.services.slices, "_seconds", 0.0)
    response = await api.post("{ certificatesCsv { url } sureties { name branches { name } } viewer { role } }")
    body = response.json()
    assert body["data"] is None or body["data"].get("viewer") is None
    assert body["errors"][0]["path"] == ["certificatesCsv"]


async def test_rows_are_completed_where_they_stand(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tortoise's rows are awaitable; if graphql-core awaited them, all entries of a list would be built in one turn."""
    later: list[object] = []
    complete_later = SlicedExecution._complete_later

    async def noted(*given: object, **more: object) -> object:
        later.append(given)
        return await complete_later(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(SlicedExecution, "_complete_later", noted)
    assert api.application
    monkeypatch.setattr(api.application.state.services.slices, "_seconds", 10.0)
    await api.data(QUERY, as_="surety")
    assert later == []
