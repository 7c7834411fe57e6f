import asyncio
import datetime

import asyncpg
import pytest

import worker
from models.guarantee import Guarantee, GuaranteeStatus
from resolvers.sample_data import House
from tests.cases import advance, issued
from tests.conftest import NOON


async def test_does_the_housekeeping_until_it_is_stopped(house: House) -> None:
    (guarantee,) = await issued(house, advance())
    stop = asyncio.Event()
    task = asyncio.create_task(worker.run(stop, clock=lambda: NOON + datetime.timedelta(days=365)))
    async with asyncio.timeout(10):
        while (await Guarantee.get(id=guarantee.id)).status is not GuaranteeStatus.EXPIRED:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        stop.set()
        await task


async def test_outlives_a_lost_database_and_goes_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SECONDS_BETWEEN", 0.001)
    stop, calls = asyncio.Event(), 0

    def clock() -> datetime.datetime:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise asyncpg.CannotConnectNowError("starting up")
        if calls == 3:
            stop.set()
        return NOON

    await asyncio.wait_for(worker.run(stop, clock=clock), 10)
    assert calls == 3


async def test_does_not_hide_other_failures(house: House) -> None:
    def clock() -> datetime.datetime:
        raise LookupError

    with pytest.raises(LookupError):
        await worker.run(asyncio.Event(), clock=clock)


async def test_a_worker_that_is_stopped_before_it_begins_does_nothing() -> None:
    stop = asyncio.Event()
    stop.set()
    await worker.run(stop, clock=lambda: NOON)
