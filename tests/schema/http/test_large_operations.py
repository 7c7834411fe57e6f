"""Large queries wait for a place, one of each sender; small ones, compiled ones and mutations never wait."""

import asyncio

from models.refusals import TooBusy
from schema.http.large_operations import AT_ONCE, LARGE_COST, MAX_WAITING, MAX_WAITING_PER_SENDER, LargeOperations
from schema.http.view import View
from schema.reading.operation_cost import MAX_COST
from tests.conftest import Api

LARGE = "{ __typename obligees(first: 100) { edges { node { name acceptances { kind contractType from } } } } }"
COMPILED = "{ obligees(first: 100) { edges { node { name acceptances { kind contractType from } } } } }"
SMALL = "{ __typename obligees(first: 1) { edges { node { name } } } }"


async def test_so_many_at_a_time_and_one_of_each_sender() -> None:
    large, under_way, seen = LargeOperations(), list[str](), list[str]()
    order: list[str] = []

    async def ask(sender: str) -> None:
        async with large.turn(sender):
            under_way.append(sender)
            order.append(sender)
            assert len(under_way) <= AT_ONCE
            assert len(under_way) == len(set(under_way))
            for _ in range(3):
                await asyncio.sleep(0)
            under_way.remove(sender)
            seen.append(sender)

    await asyncio.gather(*(ask("greedy") for _ in range(20)), *(ask(f"s{n}") for n in range(6)))
    assert len(seen) == 26
    assert order[8:].count("greedy") > 15, "a sender of many queries waits for its own"
    assert large._queue.count() == (0, 0)


async def test_what_waits_is_bounded_by_sender_and_in_all() -> None:
    large = LargeOperations()

    async def ask(sender: str) -> None:
        async with large.turn(sender):
            await asyncio.Event().wait()

    asked = [asyncio.create_task(ask("greedy")) for _ in range(MAX_WAITING_PER_SENDER + 2)]
    asked += [asyncio.create_task(ask(f"s{number}")) for number in range(MAX_WAITING + AT_ONCE)]
    for _ in range(3):
        await asyncio.sleep(0)
    refused = [task for task in asked if task.done()]
    assert all(isinstance(task.exception(), TooBusy) for task in refused)
    assert asked[MAX_WAITING_PER_SENDER + 1] in refused
    assert len(asked) - len(refused) == AT_ONCE + MAX_WAITING
    assert not [task for task in asked[-MAX_WAITING:-MAX_WAITING_PER_SENDER] if task in refused], "others come first"
    for task in asked:
        task.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    assert large._queue.count() == (0, 0)


async def test_a_turn_that_is_given_up_is_the_next_ones() -> None:
    large = LargeOperations()

    async def hold() -> None:
        async with large.turn("a"):
            await asyncio.Event().wait()

    holding, waiting = asyncio.create_task(hold()), asyncio.create_task(hold())
    await asyncio.sleep(0)
    waiting.cancel()
    holding.cancel()
    await asyncio.gather(holding, waiting, return_exceptions=True)
    async with large.turn("a"):
        pass


async def test_only_large_queries_of_graphql_core_wait(api: Api) -> None:
    assert api.application
    assert isinstance(api.application.endpoint, View)
    large = api.application.endpoint._answers._large
    answer = await api.post(LARGE)
    assert LARGE_COST < answer.json()["extensions"]["cost"]["requested"] < MAX_COST
    async with large.turn("192.0.2.1"):
        waiting = asyncio.create_task(api.post(LARGE))
        for query in (COMPILED, SMALL):
            await api.data(query)
        await api.data(LARGE, as_="surety")
        assert not waiting.done()
    assert (await waiting).json() == answer.json()


async def test_a_full_queue_is_a_refusal_that_says_when_to_retry(api: Api) -> None:
    assert api.application
    assert isinstance(api.application.endpoint, View)
    large = api.application.endpoint._answers._large
    async with large.turn("192.0.2.1"):
        asked = [asyncio.create_task(api.post(LARGE)) for _ in range(MAX_WAITING_PER_SENDER + 1)]
        (refused,), _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        answer = await refused
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["errors"][0]["extensions"] == {"code": "SERVICE_UNAVAILABLE", "retryAfter": 5}
    assert {(await each).status_code for each in asked if each is not refused} == {200}
