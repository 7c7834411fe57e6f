import asyncio
import datetime
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

import mailroom
import worker
from models.document import Document
from models.guarantee import Guarantee, GuaranteeStatus
from resolvers.sample_data import House
from settings import Settings
from tests.cases import advance, issued
from tests.conftest import ARCHIVE, NOON
from tests.mails import all_are, until

Run = Callable[[asyncio.Event, Callable[[], datetime.datetime]], Awaitable[None]]


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    """The worker, whose mails become files."""

    def begin(stop: asyncio.Event, clock: Callable[[], datetime.datetime]) -> Awaitable[None]:
        settings = Settings(data_dir=tmp_path)
        mails = mailroom.dispatch(settings, archive=ARCHIVE, clock=lambda: NOON)
        return worker.run(stop, archive=ARCHIVE, mails=mails, database_url=database_url, clock=clock)

    return begin


async def test_does_the_housekeeping_until_it_is_stopped(house: House, run: Run) -> None:
    (guarantee,) = await issued(house, advance())
    stop = asyncio.Event()
    task = asyncio.ensure_future(run(stop, lambda: NOON + datetime.timedelta(days=365)))
    async with asyncio.timeout(10):
        while (await Guarantee.get(id=guarantee.id)).status is not GuaranteeStatus.EXPIRED:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        stop.set()
        await task


@pytest.mark.parametrize("failure", [asyncpg.CannotConnectNowError("starting up"), LookupError("a bug")])
async def test_outlives_whatever_goes_wrong_and_goes_on(
    house: House, run: Run, monkeypatch: pytest.MonkeyPatch, failure: Exception
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

    await asyncio.wait_for(run(stop, clock), 10)
    assert calls == 3


async def test_a_worker_that_is_stopped_before_it_begins_does_nothing(run: Run) -> None:
    stop = asyncio.Event()
    stop.set()
    await run(stop, lambda: NOON)


async def test_makes_documents_soon_after_they_are_asked_for(house: House, run: Run) -> None:
    stop = asyncio.Event()
    task = asyncio.ensure_future(run(stop, lambda: NOON))
    await asyncio.sleep(0.3)
    await issued(house, advance())
    async with asyncio.timeout(20):
        while await Document.filter(made_at__isnull=True).exists():  # noqa: ASYNC110 -- only the database knows
            await asyncio.sleep(0.01)
    stop.set()
    await task
    assert await Document.all().count() == 3


async def test_sends_mails(house: House, run: Run, tmp_path: Path) -> None:
    stop = asyncio.Event()
    task = asyncio.ensure_future(run(stop, lambda: NOON))
    await issued(house, advance())
    await until(lambda: all_are("SENT"))
    stop.set()
    await task
    assert [path.suffix for path in (tmp_path / "mail").iterdir()] == [".eml"]
