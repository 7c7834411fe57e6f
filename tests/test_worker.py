import asyncio
import datetime

import asyncpg
import pytest

import worker
from models.document import Document
from models.guarantee import Guarantee, GuaranteeStatus
from resolvers.sample_data import House
from tests.cases import advance, issued
from tests.conftest import ARCHIVE, NOON


async def test_does_the_housekeeping_until_it_is_stopped(house: House) -> None:
    (guarantee,) = await issued(house, advance())
    stop = asyncio.Event()
    task = asyncio.create_task(worker.run(stop, archive=ARCHIVE, clock=lambda: NOON + datetime.timedelta(days=365)))
    async with asyncio.timeout(10):
        while (await Guarantee.get(id=guarantee.id)).status is not GuaranteeStatus.EXPIRED:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        stop.set()
        await task


@pytest.mark.parametrize("failure", [asyncpg.CannotConnectNowError("starting up"), LookupError("a bug")])
async def test_outlives_whatever_goes_wrong_and_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    monkeypatch.setattr(worker, "SECONDS_BETWEEN", 0.001)
    stop, calls = asyncio.Event(), 0

    def clock() -> datetime.datetime:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise failure
        if calls == 3:
            stop.set()
        return NOON

    await asyncio.wait_for(worker.run(stop, archive=ARCHIVE, clock=clock), 10)
    assert calls == 3


async def test_a_worker_that_is_stopped_before_it_begins_does_nothing() -> None:
    stop = asyncio.Event()
    stop.set()
    await worker.run(stop, archive=ARCHIVE, clock=lambda: NOON)


async def test_makes_documents_soon_after_they_are_asked_for(house: House) -> None:
    stop = asyncio.Event()
    task = asyncio.create_task(worker.run(stop, archive=ARCHIVE, clock=lambda: NOON))
    await asyncio.sleep(0.3)
    await issued(house, advance())
    async with asyncio.timeout(20):
        while await Document.filter(made_at__isnull=True).exists():  # noqa: ASYNC110 -- only the database knows
            await asyncio.sleep(0.01)
    stop.set()
    await task
    assert await Document.all().count() == 3
