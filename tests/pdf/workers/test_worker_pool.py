"""Workers that respond, are late, fail, or never start: no other request is affected."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from pdf.workers.worker_pool import PoolBusy, WorkerFailure, WorkerPool, WorkerTimeout

MODULE = "tests.support.pdf.faulty_worker"


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    """Two workers."""
    opened = WorkerPool(MODULE, processes=2, init_message=b"Hello,")
    yield opened
    await opened.close()
    assert running() == []


def running() -> list[psutil.Process]:
    return [child for child in psutil.Process().children(recursive=True) if MODULE in child.cmdline()]


async def ask(
    pool: WorkerPool, message: str, *, response_timeout: float = 300, wait_timeout: float | None = None
) -> str:
    return (await pool.request(message.encode(), response_timeout=response_timeout, wait_timeout=wait_timeout)).decode()


async def test_they_are_started_when_needed_and_used_again(pool: WorkerPool) -> None:
    assert running() == []
    first, second = await ask(pool, "a"), await ask(pool, "b")
    assert first.startswith("Hello, a ")
    assert first.split()[2] == second.split()[2]
    assert len(running()) == 1


async def test_all_can_be_started_beforehand(pool: WorkerPool) -> None:
    await pool.start()
    assert len(running()) == 2
    await pool.start()
    assert len(running()) == 2


async def test_what_libraries_print_is_no_response(pool: WorkerPool) -> None:
    assert (await ask(pool, "print")).startswith("Hello, print ")


async def test_long_messages_pass(pool: WorkerPool) -> None:
    assert len(await ask(pool, "x" * 10_000_000)) > 10_000_000


@pytest.mark.parametrize("message", ["exit 1", "truncate", "too-long"])
async def test_a_worker_that_fails_is_replaced(pool: WorkerPool, message: str) -> None:
    with pytest.raises(WorkerFailure):
        await ask(pool, message)
    assert (await ask(pool, "a")).startswith("Hello, a ")


async def test_no_request_waits_for_a_slow_one(pool: WorkerPool, tmp_path: Path) -> None:
    await pool.start()
    slow = asyncio.create_task(ask(pool, f"wait {tmp_path}/end", response_timeout=60))
    await asyncio.sleep(0)
    others = [await ask(pool, "a") for _ in range(20)]
    assert len({other.split()[2] for other in others}) == 1
    assert not slow.done()
    (tmp_path / "end").touch()
    assert (await slow).split()[-1] != others[0].split()[-1]


async def test_a_late_worker_is_replaced(pool: WorkerPool) -> None:
    pid = (await ask(pool, "a")).split()[2]
    with pytest.raises(WorkerTimeout, match=r"no response within 0\.1 s"):
        await ask(pool, "sleep 60", response_timeout=0.1)
    assert not psutil.pid_exists(int(pid))
    assert (await ask(pool, "a")).split()[2] != pid


async def test_a_worker_that_reads_nothing_is_late_too(pool: WorkerPool) -> None:
    pid = int((await ask(pool, "a")).split()[2])
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(WorkerTimeout):
        await ask(pool, "x" * 10_000_000, response_timeout=0.3)
    assert not psutil.pid_exists(pid)


async def test_the_wait_for_a_worker_is_limited(pool: WorkerPool, tmp_path: Path) -> None:
    await pool.start()
    busy = [asyncio.create_task(ask(pool, f"wait {tmp_path}/end", response_timeout=60)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(PoolBusy):
        await ask(pool, "a", wait_timeout=0.1)
    (tmp_path / "end").touch()
    assert len(await asyncio.gather(*busy)) == 2
    assert (await ask(pool, "a", wait_timeout=0.1)).startswith("Hello, a ")


async def test_sources_take_turns(tmp_path: Path) -> None:
    pool, answered = WorkerPool(MODULE, processes=1, init_message=b"Hello,"), list[str]()

    async def ask_for(source: str, message: str) -> None:
        await pool.request(message.encode(), source=source, response_timeout=60)
        answered.append(message)

    first = asyncio.create_task(ask_for("worker", f"wait {tmp_path}/end"))
    await asyncio.sleep(0)
    others = [("worker", "w1"), ("worker", "w2"), ("worker", "w3"), ("reader", "r1")]
    tasks = [asyncio.create_task(ask_for(*each)) for each in others]
    await asyncio.sleep(0)
    (tmp_path / "end").touch()
    await asyncio.gather(first, *tasks)
    assert answered[1:] == ["w1", "r1", "w2", "w3"]
    await pool.close()


async def test_what_waits_when_the_pool_is_closed_is_refused(tmp_path: Path) -> None:
    pool = WorkerPool(MODULE, processes=1)
    tasks = [asyncio.create_task(ask(pool, f"wait {tmp_path}/end")) for _ in range(3)]
    await asyncio.sleep(0)
    await pool.close()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [asyncio.CancelledError, PoolBusy, PoolBusy]
    assert running() == []


async def test_a_cancelled_request_leaves_no_response_for_the_next(pool: WorkerPool, tmp_path: Path) -> None:
    await pool.start()
    gone = asyncio.create_task(ask(pool, f"wait {tmp_path}/end"))
    await asyncio.sleep(0)  # it has been requested
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert [response.split()[1] for response in await asyncio.gather(*(ask(pool, "abc"[n]) for n in range(3)))] == [
        *"abc"
    ]


async def test_a_module_that_is_missing_is_ask() -> None:
    missing = WorkerPool("tests.pdf.missing", processes=1)
    with pytest.raises(WorkerFailure, match="cannot be started"):
        await missing.start()
    with pytest.raises(WorkerFailure, match="cannot be started"):
        await ask(missing, "a")
    await missing.close()


async def test_the_environment_can_be_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTH_KEY_PEPPER", "secret")
    bare = WorkerPool(MODULE, processes=1, environment={})
    assert "AUTH_KEY_PEPPER" not in await ask(bare, "environment")
    await bare.close()
