"""Uploads are examined apart: hostile files are refused with their reason, and nobody waits for them."""

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import psutil
import pytest

from pdf import uploads
from pdf.reading import NoticeReader
from pdf.refusals import NotRead, Reason
from tests.pdf.corpus import cases
from tests.pdf.hostile.writing import GENUINE, page_with, stream
from tests.pdf.samples import KEY, NOTICE, NUMBER

EXHAUSTED = {Reason.TOO_SLOW, Reason.TOO_COMPLEX}
"""Which of the two it is says how fast the machine is."""
SLOW = page_with(stream(b"q " * 4_500_000))


@pytest.fixture
async def reader(others: set[psutil.Process]) -> AsyncIterator[NoticeReader]:
    """With two children."""
    opened = NoticeReader(processes=2)
    await opened.start()
    yield opened
    await opened.close()
    assert children() == others


@pytest.fixture
def others() -> set[psutil.Process]:
    """What was there before: another reader of this run may have processes of its own."""
    return children()


def children() -> set[psutil.Process]:
    return {child for child in psutil.Process().children() if "pdf.examining" in child.cmdline()}


async def refusal(reader: NoticeReader, document: bytes, *, sender: str = "client") -> Reason | None:
    try:
        await reader.read(document, sender=sender)
    except NotRead as refused:
        return refused.reason
    return None


async def test_a_genuine_notice_is_read(reader: NoticeReader) -> None:
    notice = await reader.read(GENUINE, sender="client")
    assert (notice.number, notice.key, notice.issued_on) == (NUMBER, KEY, NOTICE.issued_on)


async def test_every_bad_file_is_refused_with_its_reason_within_three_seconds(
    reader: NoticeReader, others: set[psutil.Process]
) -> None:
    corpus = list(cases())
    assert len(corpus) == len({name for name, *_ in corpus}) >= 100
    before = set(Path(tempfile.gettempdir()).iterdir())
    found: dict[str, tuple[Reason | None, float]] = {}
    remaining = iter(corpus)

    async def examine(sender: str) -> None:
        for name, document, _ in remaining:
            begin = time.monotonic()
            found[name] = await refusal(reader, document, sender=sender), time.monotonic() - begin

    await asyncio.gather(examine("a"), examine("b"))
    wrong = {
        name: (found[name][0], reason)
        for name, _, reason in corpus
        if found[name][0] != reason and not {found[name][0], reason} <= EXHAUSTED
    }
    assert wrong == {}
    assert {name: seconds for name, (_, seconds) in found.items() if seconds > 3} == {}
    assert len(children() - others) == 2
    assert not any(child.status() == psutil.STATUS_ZOMBIE for child in children())
    assert not [path for path in set(Path(tempfile.gettempdir()).iterdir()) - before if path.suffix == ".pdf"]
    assert await refusal(reader, GENUINE) is None


async def test_nobody_waits_for_a_hostile_file(reader: NoticeReader) -> None:
    hostile = asyncio.gather(*(refusal(reader, SLOW, sender="hostile") for _ in range(2)))
    await asyncio.sleep(0.1)
    begin = time.monotonic()
    for _ in range(5):
        assert await refusal(reader, GENUINE) is None
    assert time.monotonic() - begin < 1.5
    assert not hostile.done()
    assert set(await hostile) <= {*EXHAUSTED, Reason.BUSY}


async def test_the_loop_goes_on_while_files_are_examined(reader: NoticeReader) -> None:
    longest, before = 0.0, time.monotonic()
    work = asyncio.gather(
        *(refusal(reader, SLOW, sender=name) for name in "ab"), refusal(reader, GENUINE + b"\n" * 9_000_000)
    )
    while not work.done():
        await asyncio.sleep(0.005)
        longest, before = max(longest, time.monotonic() - before), time.monotonic()
    assert longest < 0.3
    await work


async def test_more_uploads_than_can_wait_are_told_when_to_come_again(
    reader: NoticeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PATIENCE", 0.2)
    slow = [asyncio.create_task(refusal(reader, SLOW, sender=name)) for name in "ab"]
    await asyncio.sleep(0.05)
    waiting = [asyncio.create_task(refusal(reader, GENUINE)) for _ in range(16)]
    await asyncio.sleep(0)
    begin = time.monotonic()
    with pytest.raises(NotRead) as refused:
        await reader.read(GENUINE, sender="client")
    assert time.monotonic() - begin < 0.1
    assert (refused.value.reason, refused.value.retry_after) == (Reason.BUSY, 5)
    assert set(await asyncio.gather(*waiting)) == {Reason.BUSY}
    assert {*await asyncio.gather(*slow)} <= EXHAUSTED
    assert await refusal(reader, GENUINE) is None


async def test_a_child_that_is_killed_costs_one_file(reader: NoticeReader, others: set[psutil.Process]) -> None:
    for child in children() - others:
        child.kill()
    refused = [await refusal(reader, GENUINE) for _ in range(4)]
    assert refused.count(Reason.NOT_EXAMINED) == 2
    assert refused[-1] is None


async def test_a_child_that_hangs_is_replaced(
    reader: NoticeReader, others: set[psutil.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SECONDS", 0.3)
    for child in children() - others:
        os.kill(child.pid, signal.SIGSTOP)
    assert [await refusal(reader, GENUINE) for _ in range(2)] == [Reason.TOO_SLOW] * 2
    monkeypatch.undo()
    assert await refusal(reader, GENUINE) is None


async def test_a_hundred_files_leave_nothing_behind(reader: NoticeReader, documents: Mapping[str, bytes]) -> None:
    bad = GENUINE[:40_000]
    for _ in range(10):
        await asyncio.gather(refusal(reader, GENUINE), refusal(reader, bad))
    before, descriptors = psutil.Process().memory_info().rss, psutil.Process().num_fds()
    own = {child.pid: child.memory_info().rss for child in children()}
    for _ in range(50):
        assert await asyncio.gather(refusal(reader, GENUINE), refusal(reader, bad)) == [None, Reason.DAMAGED]
    assert psutil.Process().memory_info().rss - before < 5_000_000
    assert psutil.Process().num_fds() == descriptors
    after = {child.pid: child.memory_info().rss for child in children()}
    assert after.keys() == own.keys()
    assert max(after[pid] - own[pid] for pid in own) < 5_000_000
