"""The memory held for bodies, by sender."""

import asyncio

import pytest

from security import body_budget
from security.body_budget import BodyBudget, BudgetExceeded


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (
        ("MAX_BYTES", 100),
        ("MAX_ANONYMOUS_BYTES", 60),
        ("MAX_BYTES_PER_SENDER", 40),
        ("LARGE_BODY_BYTES", 15),
    ):
        monkeypatch.setattr(body_budget, name, size)


async def test_one_sender_has_his_share_and_no_more() -> None:
    found = BodyBudget()
    with found.share("a", is_known=True) as first, found.share("a", is_known=True) as second:
        await first.take(30)
        second.expect(10)
        await second.take(10)
        for refused in (first, second):
            with pytest.raises(BudgetExceeded):
                refused.expect(1)
            with pytest.raises(BudgetExceeded):
                await refused.take(1)
        with found.share("b", is_known=True) as other:
            await other.take(40)
    with found.share("a", is_known=True) as third:
        await third.take(40)


async def test_strangers_have_a_part_of_all() -> None:
    found = BodyBudget()
    with found.share("a", is_known=False) as a, found.share("b", is_known=False) as b:
        await a.take(35)
        await b.take(25)
        with pytest.raises(BudgetExceeded):
            b.expect(1)
        with found.share("c", is_known=True) as c, found.share("d", is_known=True) as d:
            await c.take(38)
            await d.take(2)
            with pytest.raises(BudgetExceeded):
                d.expect(1)
    assert (found._held, found._anonymous) == ({}, 0)


async def test_what_was_held_is_given_back_whatever_happens() -> None:
    found = BodyBudget()

    async def break_off(error: type[BaseException]) -> None:
        with found.share("a", is_known=False) as share:
            await share.take(30)
            raise error

    for error in (ValueError, BudgetExceeded, asyncio.CancelledError):
        with pytest.raises(error):
            await break_off(error)
    assert (found._held, found._anonymous) == ({}, 0)


async def test_what_is_expected_is_not_held() -> None:
    found = BodyBudget()
    with found.share("a", is_known=True) as share:
        for _ in range(3):
            share.expect(40)
        assert (share.held, share.is_large) == (0, False)


async def test_pieces_of_large_bodies_take_turns() -> None:
    found = BodyBudget()
    order: list[str] = []
    turns = 0

    async def send(name: str) -> None:
        with found.share(name, is_known=True) as share:
            await share.take(16)
            for _ in range(3):
                await share.take(1)
                order.append(name)

    async def count() -> None:
        nonlocal turns
        while len(order) < 6:
            turns += 1
            await asyncio.sleep(0)

    await asyncio.gather(send("a"), send("b"), count())
    assert order == ["a", "b"] * 3
    assert 8 <= turns <= 24  # of 8 pieces no two are processed in one turn of the loop, and none waits longer


async def test_who_gives_up_waiting_leaves_the_turn_to_others() -> None:
    found = BodyBudget()

    async def send() -> None:
        with found.share("a", is_known=True) as share:
            await share.take(16)

    tasks = [asyncio.create_task(send()) for _ in range(2)]
    await asyncio.sleep(0)
    for task in tasks:  # one has the turn, the other waits for it
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.wait_for(send(), 20)
    assert found._held == {}
