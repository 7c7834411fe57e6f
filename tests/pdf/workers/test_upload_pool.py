"""Who waits for whom when files are examined: children that take as long as a test wants them to."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pdf.upload_refusals import NotRead, Reason
from pdf.workers import upload_pool
from pdf.workers.fork_server import READ
from pdf.workers.upload_pool import Uploads


@pytest.fixture
async def two() -> AsyncIterator[Uploads]:
    """With two children."""
    opened = Uploads("tests.support.pdf.faulty_worker", processes=2, greeting=READ)
    await opened.start()
    yield opened
    await opened.close()


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What waits for this file has time enough."""
    monkeypatch.setattr(upload_pool, "SECONDS", 60)
    monkeypatch.setattr(upload_pool, "PATIENCE", 60)
    return tmp_path / "gate"


async def quick(two: Uploads, sender: str) -> bytes:
    return await two.ask(b"%PDF-1.7", sender=sender)


async def slow(two: Uploads, sender: str, gate: Path) -> bytes:
    return await two.ask(b"%PDF-1.7", sender=sender, preface=b"wait %b " % str(gate).encode())


async def begun() -> None:
    """Tasks that were made are where they have to wait."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_nobody_waits_for_the_files_of_another(two: Uploads, gate: Path) -> None:
    hostile = [asyncio.create_task(slow(two, "hostile", gate)) for _ in range(3)]
    await begun()
    for _ in range(5):
        assert b"%PDF-1.7" in await quick(two, "client")
    assert not any(task.done() for task in hostile)
    gate.touch()
    assert len(await asyncio.gather(*hostile)) == 3
    assert two._senders == {}


async def test_more_uploads_than_can_wait_are_told_when_to_come_again(two: Uploads, gate: Path) -> None:
    examined = [asyncio.create_task(slow(two, name, gate)) for name in "ab"]
    waiting = [asyncio.create_task(quick(two, "client")) for _ in range(2 * upload_pool.WAITING)]
    await begun()
    with pytest.raises(NotRead) as refused:
        await quick(two, "client")
    assert (refused.value.reason, refused.value.retry_after) == (Reason.BUSY, 5)
    assert not any(task.done() for task in [*examined, *waiting])
    gate.touch()
    assert len(await asyncio.gather(*examined, *waiting)) == 2 + 2 * upload_pool.WAITING
    assert await quick(two, "client")


async def test_who_waits_too_long_for_a_child_or_for_his_turn_is_told_so(
    two: Uploads, gate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examined = [asyncio.create_task(slow(two, name, gate)) for name in "ab"]
    await begun()
    monkeypatch.setattr(upload_pool, "PATIENCE", 0.1)
    for sender in "ac":
        with pytest.raises(NotRead) as refused:
            await quick(two, sender)
        assert (refused.value.reason, refused.value.retry_after) == (Reason.BUSY, 5)
    gate.touch()
    await asyncio.gather(*examined)
    assert await quick(two, "c")
