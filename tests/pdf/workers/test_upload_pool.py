"""Which uploads wait for which others; the test controls how long the workers take."""

import asyncio
import gc
import os
import signal
import weakref
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from pdf.upload_refusals import Reason, UploadRefused
from pdf.workers.fork_server import ACCEPTED
from pdf.workers.upload_limits import UploadLimits
from pdf.workers.upload_pool import MAX_WAITING_PER_SENDER, MAX_WAITING_PER_WORKER, UploadPool
from tests.pdf.limits import GENEROUS

MODULE = "tests.support.pdf.faulty_worker"


class Sender(str):
    """A sender; the test sees when nothing refers to it any more."""

    __slots__ = ("__weakref__",)


def pool_of_two(limits: UploadLimits) -> UploadPool:
    return UploadPool(MODULE, processes=2, init_message=ACCEPTED, limits=limits)


@pytest.fixture
async def pool() -> AsyncIterator[UploadPool]:
    """With two workers."""
    opened = pool_of_two(GENEROUS)
    await opened.start()
    yield opened
    await opened.close()


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """The file that slow requests wait for."""
    return tmp_path / "gate"


async def quick(pool: UploadPool, sender: str) -> bytes:
    return await pool.request(b"%PDF-1.7", sender=sender)


async def slow(pool: UploadPool, sender: str, gate: Path) -> bytes:
    return await pool.request(b"%PDF-1.7", sender=sender, header=b"wait %b " % str(gate).encode())


async def begun() -> None:
    """Wait until all tasks are blocked."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_no_sender_waits_for_the_files_of_another(pool: UploadPool, gate: Path) -> None:
    hostile = [asyncio.create_task(slow(pool, "hostile", gate)) for _ in range(3)]
    await begun()
    for _ in range(5):
        assert b"%PDF-1.7" in await quick(pool, "client")
    assert not any(task.done() for task in hostile)
    gate.touch()
    assert len(await asyncio.gather(*hostile)) == 3


async def test_nothing_is_kept_of_a_sender_that_has_finished(pool: UploadPool) -> None:
    sender = Sender("client")
    finished = weakref.ref(sender)
    await quick(pool, sender)
    del sender
    async with asyncio.timeout(10):
        while finished() is not None:  # the loop still has callbacks of the task
            await asyncio.sleep(0)
            gc.collect()


async def test_more_uploads_than_can_wait_are_told_when_to_retry(pool: UploadPool, gate: Path) -> None:
    examined = [asyncio.create_task(slow(pool, name, gate)) for name in "ab"]
    await begun()
    waiting = [asyncio.create_task(quick(pool, sender)) for sender in "cd" for _ in range(MAX_WAITING_PER_WORKER)]
    await begun()
    with pytest.raises(UploadRefused) as refused:
        await quick(pool, "c")
    assert (refused.value.reason, refused.value.retry_after) == (Reason.BUSY, 5)
    assert not any(task.done() for task in [*examined, *waiting])
    gate.touch()
    assert len(await asyncio.gather(*examined, *waiting)) == 2 + 2 * MAX_WAITING_PER_WORKER
    assert await quick(pool, "client")


async def test_a_sender_that_fills_the_queue_leaves_room_for_others(pool: UploadPool, gate: Path) -> None:
    examined = [asyncio.create_task(slow(pool, name, gate)) for name in "ab"]
    await begun()
    waiting = [asyncio.create_task(quick(pool, sender)) for sender in "cd" for _ in range(MAX_WAITING_PER_SENDER)]
    await begun()
    client = asyncio.create_task(quick(pool, "client"))
    await begun()
    refused = [task for task in waiting if task.done()]
    assert [type(task.exception()) for task in refused] == [UploadRefused]
    gate.touch()
    assert await client
    await asyncio.gather(*examined, *(task for task in waiting if task not in refused))


async def test_senders_of_slow_files_leave_a_worker_to_others(
    pool: UploadPool, gate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [asyncio.create_task(slow(pool, name, gate)) for name in "ab"]
    await begun()
    monkeypatch.setattr(pool._workers._queue, "_long_seconds", 0)
    gate.touch()
    await asyncio.gather(*first)
    monkeypatch.undo()
    gate.unlink()
    second = [asyncio.create_task(slow(pool, name, gate)) for name in "ab"]
    await begun()
    for _ in range(5):
        assert await quick(pool, "client")
    assert not any(task.done() for task in second)
    gate.touch()
    await asyncio.gather(*second)


async def test_a_cancelled_upload_keeps_its_worker_until_it_is_examined(pool: UploadPool, gate: Path) -> None:
    examined = [asyncio.create_task(slow(pool, name, gate)) for name in "ab"]
    await begun()
    before = workers()
    for task in examined:
        task.cancel()
    client = asyncio.create_task(quick(pool, "client"))
    await begun()
    assert [task.cancelled() for task in (*examined, client)] == [True, True, False]
    assert not client.done()
    gate.touch()
    assert await client
    assert workers() == before


async def test_a_wait_for_a_worker_or_for_the_senders_slot_that_is_too_long_is_told(gate: Path) -> None:
    pool = pool_of_two(replace(GENEROUS, wait_seconds=0.1))
    await pool.start()
    examined = [asyncio.create_task(slow(pool, name, gate)) for name in "ab"]
    await begun()
    for sender in "ac":
        with pytest.raises(UploadRefused) as refused:
            await quick(pool, sender)
        assert (refused.value.reason, refused.value.retry_after) == (Reason.BUSY, 5)
    gate.touch()
    await asyncio.gather(*examined)
    assert await quick(pool, "c")
    await pool.close()


@pytest.mark.parametrize(
    ("response", "reason", "retry_after"),
    [
        (b"-BUSY", Reason.BUSY, 5),
        (b"-TOO_SLOW", Reason.TOO_SLOW, None),
        (b"-UNKNOWN", Reason.NOT_EXAMINED, None),
        (b"?", Reason.NOT_EXAMINED, None),
    ],
)
async def test_only_a_busy_machine_is_told_with_when_to_retry(
    pool: UploadPool, response: bytes, reason: Reason, retry_after: int | None
) -> None:
    with pytest.raises(UploadRefused) as refused:
        await pool.request(b"%PDF-1.7", sender="client", header=b"respond %b " % response)
    assert (refused.value.reason, refused.value.retry_after) == (reason, retry_after)


def workers() -> set[psutil.Process]:
    return {child for child in psutil.Process().children() if MODULE in child.cmdline()}


async def test_a_worker_that_hangs_is_replaced_and_the_upload_may_be_retried() -> None:
    pool = pool_of_two(replace(GENEROUS, wall_seconds=0.1))
    await pool.start()
    hanging = workers()
    for worker in hanging:
        os.kill(worker.pid, signal.SIGSTOP)
    for _ in range(2):
        with pytest.raises(UploadRefused) as refused:
            await quick(pool, "client")
        assert (refused.value.reason, refused.value.retry_after) == (Reason.BUSY, 5)
    await pool.start()
    assert len(workers()) == 2
    assert workers().isdisjoint(hanging)
    await pool.close()
