"""Children that answer, are late, break down, or never start; nobody else suffers."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from pdf.workers.worker_pool import Children, NoAnswer, Occupied, TooLate

MODULE = "tests.support.pdf.faulty_worker"


@pytest.fixture
async def children() -> AsyncIterator[Children]:
    """Two."""
    opened = Children(MODULE, processes=2, greeting=b"Hello,")
    yield opened
    await opened.close()
    assert running() == []


def running() -> list[psutil.Process]:
    return [child for child in psutil.Process().children(recursive=True) if MODULE in child.cmdline()]


async def told(children: Children, message: str, *, seconds: float = 20, patience: float | None = None) -> str:
    return (await children.ask(message.encode(), seconds=seconds, patience=patience)).decode()


async def test_they_are_started_when_needed_and_used_again(children: Children) -> None:
    assert running() == []
    first, second = await told(children, "a"), await told(children, "b")
    assert first.startswith("Hello, a ")
    assert first.split()[2] == second.split()[2]
    assert len(running()) == 1


async def test_all_can_be_started_beforehand(children: Children) -> None:
    await children.start()
    assert len(running()) == 2
    await children.start()
    assert len(running()) == 2


async def test_what_libraries_print_is_no_answer(children: Children) -> None:
    assert (await told(children, "print")).startswith("Hello, print ")


async def test_long_messages_pass(children: Children) -> None:
    assert len(await told(children, "x" * 10_000_000)) > 10_000_000


@pytest.mark.parametrize("message", ["exit 1", "stammer", "boast"])
async def test_one_that_breaks_down_is_replaced(children: Children, message: str) -> None:
    with pytest.raises(NoAnswer):
        await told(children, message)
    assert (await told(children, "a")).startswith("Hello, a ")


async def test_nobody_waits_for_one_that_takes_long(children: Children, tmp_path: Path) -> None:
    await children.start()
    slow = asyncio.create_task(told(children, f"wait {tmp_path}/end", seconds=60))
    await asyncio.sleep(0)
    others = [await told(children, "a") for _ in range(20)]
    assert len({other.split()[2] for other in others}) == 1
    assert not slow.done()
    (tmp_path / "end").touch()
    assert (await slow).split()[-1] != others[0].split()[-1]


async def test_one_that_is_late_is_replaced(children: Children) -> None:
    pid = (await told(children, "a")).split()[2]
    with pytest.raises(TooLate, match=r"none within 0\.1 s"):
        await told(children, "sleep 60", seconds=0.1)
    assert not psutil.pid_exists(int(pid))
    assert (await told(children, "a")).split()[2] != pid


async def test_one_that_reads_nothing_is_late_too(children: Children) -> None:
    pid = int((await told(children, "a")).split()[2])
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(TooLate):
        await told(children, "x" * 10_000_000, seconds=0.3)
    assert not psutil.pid_exists(pid)


async def test_patience_ends(children: Children, tmp_path: Path) -> None:
    await children.start()
    busy = [asyncio.create_task(told(children, f"wait {tmp_path}/end", seconds=60)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Occupied):
        await told(children, "a", patience=0.1)
    (tmp_path / "end").touch()
    assert len(await asyncio.gather(*busy)) == 2
    assert (await told(children, "a", patience=0.1)).startswith("Hello, a ")


async def test_who_goes_away_leaves_no_answer_for_the_next(children: Children, tmp_path: Path) -> None:
    await children.start()
    gone = asyncio.create_task(told(children, f"wait {tmp_path}/end"))
    await asyncio.sleep(0)  # it has been asked
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert [answer.split()[1] for answer in await asyncio.gather(*(told(children, "abc"[n]) for n in range(3)))] == [
        *"abc"
    ]


async def test_a_module_that_is_missing_is_told() -> None:
    missing = Children("tests.pdf.missing", processes=1)
    with pytest.raises(NoAnswer, match="cannot be started"):
        await missing.start()
    with pytest.raises(NoAnswer, match="cannot be started"):
        await told(missing, "a")
    await missing.close()


async def test_the_environment_may_be_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTH_KEY_PEPPER", "secret")
    bare = Children(MODULE, processes=1, environment={})
    assert "AUTH_KEY_PEPPER" not in await told(bare, "environment")
    await bare.close()
