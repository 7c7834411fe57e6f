"""Unreferenced bytes are deleted; bytes in progress or referenced never are."""

import asyncio
import datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from database.transactions import transactional
from models.document import DocumentContent
from models.pending_content import ContentAbandoned, PendingContent
from sample.sample_register import SampleRegister
from storage import pending_bytes
from storage.in_database import DatabaseStore
from storage.store import StoreUnavailable
from tests.conftest import NOON

SECOND = datetime.timedelta(seconds=1)
LATE = NOON + pending_bytes.MAX_AGE + SECOND


@pytest.fixture(params=["database", "bucket"])
def store(request: pytest.FixtureRequest, sample: SampleRegister, bucket: Any) -> Any:
    """The storage of bytes, either kind."""
    return DatabaseStore() if request.param == "database" else bucket.store


async def is_kept(store: Any, key: UUID) -> bool:
    try:
        return await store.get(key) == b"x"
    except Exception:  # noqa: BLE001 -- any error of the store for a missing key
        return False


@transactional
async def refer(key: UUID) -> None:
    await PendingContent.settle(key)


async def test_what_a_process_that_died_left_is_swept_away_and_nothing_else(store: Any) -> None:
    left, referred, young = uuid7(), uuid7(), uuid7()
    for key, at in ((left, NOON), (referred, NOON), (young, NOON + 2 * SECOND)):
        await pending_bytes.put(store, key, b"x", at=at)
    await refer(referred)
    assert await pending_bytes.sweep(store, at=NOON + pending_bytes.MAX_AGE) == 0
    assert await pending_bytes.sweep(store, at=LATE) == 1
    assert [await is_kept(store, key) for key in (left, referred, young)] == [False, True, True]
    assert [row.id for row in await PendingContent.all()] == [young]
    assert await pending_bytes.sweep(store, at=LATE + 2 * SECOND) == 1


async def test_who_refers_too_late_is_told(store: Any) -> None:
    key = uuid7()
    await pending_bytes.put(store, key, b"x", at=NOON)
    assert await pending_bytes.sweep(store, at=LATE) == 1
    with pytest.raises(ContentAbandoned):
        await refer(key)


async def test_what_a_transaction_is_referring_to_at_the_moment_is_passed_over(store: Any, database_url: str) -> None:
    key = uuid7()
    await pending_bytes.put(store, key, b"x", at=NOON)
    other = await asyncpg.connect(database_url)
    transaction = other.transaction()
    await transaction.start()
    assert await other.execute("DELETE FROM pending_content WHERE id = $1 AND NOT is_abandoned", key) == "DELETE 1"
    assert await pending_bytes.sweep(store, at=LATE) == 0
    await transaction.commit()
    await other.close()
    assert await pending_bytes.sweep(store, at=LATE) == 0
    assert await is_kept(store, key)


async def test_who_refers_while_the_sweep_deletes_is_told(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key, deleting, go_on = uuid7(), asyncio.Event(), asyncio.Event()
    await pending_bytes.put(store, key, b"x", at=NOON)
    delete = store.delete

    async def held(which: UUID) -> None:
        deleting.set()
        await go_on.wait()
        await delete(which)

    monkeypatch.setattr(store, "delete", held)
    sweeping = asyncio.create_task(pending_bytes.sweep(store, at=LATE))
    await deleting.wait()
    with pytest.raises(ContentAbandoned):
        await refer(key)
    go_on.set()
    assert await sweeping == 1


async def test_a_sweep_that_was_interrupted_is_gone_on_with(
    sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, key = DatabaseStore(), uuid7()
    await pending_bytes.put(store, key, b"x", at=NOON)
    with monkeypatch.context() as patch:

        async def fail(_: UUID) -> None:
            raise StoreUnavailable("no answer")

        patch.setattr(store, "delete", fail)
        with pytest.raises(StoreUnavailable):
            await pending_bytes.sweep(store, at=LATE)
    with pytest.raises(ContentAbandoned):
        await refer(key)
    assert await pending_bytes.sweep(store, at=LATE) == 1
    assert await DocumentContent.all().count() == 0


async def test_what_is_discarded_goes_at_once_unless_it_is_referred_to(store: Any) -> None:
    unwanted, referred = uuid7(), uuid7()
    for key in (unwanted, referred):
        await pending_bytes.put(store, key, b"x", at=NOON)
    await refer(referred)
    await pending_bytes.discard(store, unwanted)
    await pending_bytes.discard(store, referred)
    assert [await is_kept(store, key) for key in (unwanted, referred)] == [False, True]
    with pytest.raises(ContentAbandoned):
        await refer(unwanted)


async def test_bytes_that_come_after_they_were_discarded_are_swept_away(store: Any) -> None:
    key = uuid7()
    await pending_bytes.put(store, key, b"x", at=NOON)
    await pending_bytes.discard(store, key)
    await store.put(key, b"x")
    assert await pending_bytes.sweep(store, at=LATE) == 1
    assert not await is_kept(store, key)
