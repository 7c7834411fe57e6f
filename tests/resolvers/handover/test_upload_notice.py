"""Uploads of key notices with a slow or failing database."""

import asyncio
import base64
import datetime
from contextlib import AsyncExitStack
from typing import Any

import asyncpg
import pytest
from tortoise.backends.asyncpg.client import TransactionWrapper

from models.document import DocumentContent
from models.received_notice import ReceivedNotice
from resolvers.handover import file_notice
from sample.sample_register import SampleRegister
from storage import pending_bytes
from tests.conftest import DOCUMENT_SERVICES, NOON, Api
from tests.support import handovers
from tests.support.database.lock_waits import holding_locks, until_waited_for
from tests.support.handovers import UPLOAD, notice, upload

WAITING = "SELECT count(*) >= $1 FROM pg_locks WHERE NOT granted"
PATIENT = {"deadlock_timeout": "60s"}
"""In a deadlock, the other transaction is aborted."""


async def is_kept() -> bool:
    received = await ReceivedNotice.get()
    return await DocumentContent.exists(id=received.storage_key)


async def waiting(connection: asyncpg.Connection, count: int) -> None:
    async with asyncio.timeout(10):
        while not await connection.fetchval(WAITING, count):  # noqa: ASYNC110 -- PostgreSQL does not notify of locks
            await asyncio.sleep(0.01)


async def test_a_deadlock_is_nothing_to_the_sender(api: Api, sample: SampleRegister, owner_url: str) -> None:
    await handovers.issued(api, sample)
    file = await notice(api)
    async with AsyncExitStack() as stack:
        first, second = [await asyncpg.connect(owner_url, server_settings=PATIENT) for _ in range(2)]
        for connection in (first, second):
            stack.push_async_callback(connection.close)
        holding_locks = first.transaction()
        await holding_locks.start()
        await first.execute("SELECT FROM guarantee FOR UPDATE")
        sent = asyncio.create_task(upload(api, file))
        await waiting(second, 1)
        async with second.transaction():
            await second.execute("LOCK TABLE audit_event IN EXCLUSIVE MODE")
            await holding_locks.rollback()
            await waiting(first, 1)
            await second.execute("SELECT FROM guarantee FOR UPDATE")  # until the upload times out
    assert (await sent)["__typename"] == "NoticeFiled"
    assert await is_kept()


async def test_what_was_filed_keeps_its_bytes_when_the_answer_is_lost(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    await handovers.issued(api, sample)
    file, commit = await notice(api), TransactionWrapper.commit

    async def commit_and_break(transaction: TransactionWrapper) -> None:
        await commit(transaction)
        raise asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")

    with monkeypatch.context() as broken:
        broken.setattr(TransactionWrapper, "commit", commit_and_break)
        response = await api.post(UPLOAD, as_="system", input={"file": base64.b64encode(file).decode()})
    assert response.status_code == 503
    assert await is_kept()
    assert (await upload(api, file))["__typename"] == "NoticeFiled"
    assert await is_kept()


async def test_of_two_with_one_key_at_once_one_is_a_conflict_and_leaves_no_bytes(
    api: Api, sample: SampleRegister, database_url: str
) -> None:
    await handovers.issued(api, sample)
    file = await notice(api)
    before = await DocumentContent.all().count()
    async with holding_locks(database_url, "SELECT FROM guarantee FOR UPDATE") as holder:
        sent: list[asyncio.Task[dict[str, Any]]] = []
        for reference in ("甲", "乙"):
            uploading = upload(api, file, idempotencyKey="k", contractReference=reference)
            sent.append(asyncio.create_task(uploading))
            await until_waited_for(holder, waiting=len(sent))
    assert [(await each)["__typename"] for each in sent] == ["NoticeFiled", "IdempotencyConflict"]
    assert await DocumentContent.all().count() == before + 1
    assert await is_kept()


async def held(api: Api, file: bytes, database_url: str, sweep_at: datetime.datetime) -> tuple[Any, int]:
    """An upload waits in its transaction, its bytes stored, while orphans are swept; its response, and their number."""
    blocker = await asyncpg.connect(database_url)
    async with blocker.transaction():
        await blocker.execute("SELECT FROM guarantee FOR UPDATE")
        sent = asyncio.create_task(api.post(UPLOAD, as_="system", input={"file": base64.b64encode(file).decode()}))
        await waiting(blocker, 1)
        swept = await pending_bytes.sweep(DOCUMENT_SERVICES.store, at=sweep_at)
    await blocker.close()
    return await sent, swept


async def test_the_bytes_of_an_upload_under_way_are_not_swept_away(
    api: Api, sample: SampleRegister, database_url: str
) -> None:
    await handovers.issued(api, sample)
    file = await notice(api)
    response, swept = await held(api, file, database_url, NOON + pending_bytes.MAX_AGE)
    assert (response.json()["data"]["uploadNotice"]["__typename"], swept) == ("NoticeFiled", 0)
    assert await is_kept()
    assert await pending_bytes.sweep(DOCUMENT_SERVICES.store, at=NOON + 9 * pending_bytes.MAX_AGE) == 0
    assert await is_kept()


async def test_an_upload_that_comes_back_to_life_too_late_is_refused_and_can_be_repeated(
    api: Api, sample: SampleRegister, database_url: str
) -> None:
    await handovers.issued(api, sample)
    file = await notice(api)
    response, swept = await held(api, file, database_url, NOON + 2 * pending_bytes.MAX_AGE)
    assert (response.status_code, swept) == (503, 1)
    assert await ReceivedNotice.all().count() == 0
    assert (await upload(api, file))["__typename"] == "NoticeFiled"
    assert await is_kept()


async def test_what_is_kept_when_the_process_dies_is_swept_away(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    await handovers.issued(api, sample)
    file = await notice(api)
    before = {content.id for content in await DocumentContent.all()}
    with monkeypatch.context() as dying:

        async def die(*_: object, **__: object) -> None:
            raise asyncio.CancelledError

        dying.setattr(file_notice, "_filed", die)
        with pytest.raises(asyncio.CancelledError):
            await upload(api, file)
    assert len({content.id for content in await DocumentContent.all()} - before) == 1
    assert await pending_bytes.sweep(DOCUMENT_SERVICES.store, at=NOON + 2 * pending_bytes.MAX_AGE) == 1
    assert {content.id for content in await DocumentContent.all()} == before
    assert (await upload(api, file))["__typename"] == "NoticeFiled"
    assert await is_kept()
