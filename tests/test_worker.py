import asyncio
import datetime
from pathlib import Path

import asyncpg
import pytest

import worker
from mail.dispatch import Dispatch
from mail.folder import Folder
from models.guarantee import Guarantee, GuaranteeStatus
from resolvers.sample_data import House
from tests.cases import advance, issued
from tests.conftest import NOON, Clock
from tests.mails import all_are, until


def to_files(folder: Path, clock: Clock) -> Dispatch:
    """Sends mails into a folder."""
    return Dispatch(lambda: Folder(folder), address="http://localhost", clock=clock)


async def test_keeps_house_and_sends_mails_until_it_is_stopped(house: House, database_url: str, tmp_path: Path) -> None:
    (guarantee,) = await issued(house, advance())
    stop, clock = asyncio.Event(), Clock(NOON + datetime.timedelta(days=365))
    mails = to_files(tmp_path, clock)
    task = asyncio.create_task(worker.run(stop, mails=mails, database_url=database_url, clock=clock))
    await until(lambda: Guarantee.exists(id=guarantee.id, status=GuaranteeStatus.EXPIRED))
    await until(lambda: all_are("SENT"))
    stop.set()
    await asyncio.wait_for(task, 10)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("failure", [asyncpg.CannotConnectNowError("starting up"), LookupError("a bug")])
async def test_outlives_whatever_goes_wrong_and_goes_on(
    house: House, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failure: Exception
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

    mails = to_files(tmp_path, Clock())
    await asyncio.wait_for(worker.run(stop, mails=mails, database_url=database_url, clock=clock), 10)
    assert calls == 3


async def test_a_worker_that_is_stopped_before_it_begins_does_nothing(database_url: str, tmp_path: Path) -> None:
    stop = asyncio.Event()
    stop.set()
    await worker.run(stop, mails=to_files(tmp_path, Clock()), database_url=database_url, clock=Clock())
