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

from pdf.reading.notice_reader import NoticeReader
from pdf.upload_refusals import NotRead, Reason
from pdf.workers import sandbox, upload_pool
from tests.support.hostile.corpus import cases
from tests.support.hostile.writing import GENUINE, page_with, stream
from tests.support.pdf.document_samples import KEY, NOTICE, NUMBER

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
    return {child for child in psutil.Process().children() if "pdf.reading.notice_worker" in child.cmdline()}


async def refusal(reader: NoticeReader, document: bytes, *, sender: str = "client") -> Reason | None:
    try:
        await reader.read(document, sender=sender)
    except NotRead as refused:
        return refused.reason
    return None


async def test_a_genuine_notice_is_read(reader: NoticeReader) -> None:
    notice = await reader.read(GENUINE, sender="client")
    assert (notice.number, notice.key, notice.issued_on) == (NUMBER, KEY, NOTICE.issued_on)


def test_a_file_is_given_up_within_three_seconds() -> None:
    """By the process that reads it, before the server gives the process up."""
    assert sandbox.CPU_SECONDS < sandbox.WALL_SECONDS < upload_pool.SECONDS < 3


MOST_LATE = 5
"""Of the corpus, on a machine so busy that five tries were not enough."""


async def examined(reader: NoticeReader, document: bytes, reason: Reason, *, sender: str) -> Reason | None:
    """Why it is refused; on a machine with much to do, any file may take too long now and then."""
    found = await refusal(reader, document, sender=sender)
    for _ in range(4):
        if found not in {Reason.TOO_SLOW, Reason.BUSY}:
            break
        found = await refusal(reader, document, sender=sender)
    return reason if {found, reason} <= EXHAUSTED else found


async def test_every_bad_file_is_refused_with_its_reason(reader: NoticeReader, others: set[psutil.Process]) -> None:
    corpus = list(cases())
    assert len(corpus) == len({name for name, *_ in corpus}) >= 100
    before = set(Path(tempfile.gettempdir()).iterdir())
    found: dict[str, Reason | None] = {}
    remaining = iter(corpus)

    async def examine(sender: str) -> None:
        for name, document, reason in remaining:
            found[name] = await examined(reader, document, reason, sender=sender)

    await asyncio.gather(examine("a"), examine("b"))
    late = {name for name, reason in found.items() if reason is Reason.TOO_SLOW}
    assert len(late) <= MOST_LATE
    assert found == {name: Reason.TOO_SLOW if name in late else reason for name, _, reason in corpus}
    assert len(children() - others) == 2
    assert not any(child.status() == psutil.STATUS_ZOMBIE for child in children())
    assert not [path for path in set(Path(tempfile.gettempdir()).iterdir()) - before if path.suffix == ".pdf"]
    assert await refusal(reader, GENUINE) is None


async def test_the_loop_goes_on_while_files_are_examined(reader: NoticeReader) -> None:
    """Its own thread computes next to nothing between two turns."""
    turns, longest, before = 0, 0.0, time.thread_time()
    work = asyncio.gather(
        *(refusal(reader, SLOW, sender=name) for name in "ab"), refusal(reader, GENUINE + b"\n" * 9_000_000)
    )
    while not work.done():
        await asyncio.sleep(0.005)
        turns += 1
        longest, before = max(longest, time.thread_time() - before), time.thread_time()
    assert longest < 0.3
    assert turns > 10
    await work


async def test_a_child_that_is_killed_costs_one_file(reader: NoticeReader, others: set[psutil.Process]) -> None:
    for child in children() - others:
        child.kill()
    refused = [await refusal(reader, GENUINE) for _ in range(4)]
    assert refused.count(Reason.NOT_EXAMINED) == 2
    assert refused[-1] is None


async def test_a_child_that_hangs_is_replaced(
    reader: NoticeReader, others: set[psutil.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_pool, "SECONDS", 0.3)
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
