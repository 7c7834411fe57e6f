"""Uploads are read in sandboxed workers: hostile files are refused with a reason and delay no other upload."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import psutil
import pytest

from pdf.reading.notice_reader import NoticeReader
from pdf.upload_refusals import Reason, UploadRefused
from pdf.workers.upload_limits import UploadLimits
from tests.pdf.limits import GENEROUS
from tests.support.hostile.corpus import cases
from tests.support.hostile.writing import GENUINE, page_with, stream
from tests.support.pdf.document_samples import KEY, NOTICE, NUMBER

EXHAUSTED = {Reason.TOO_SLOW, Reason.TOO_COMPLEX}
"""Whether CPU time or memory ends first depends on the machine."""
SLOW = page_with(stream(b"q " * 4_500_000))


@pytest.fixture
async def reader(others: set[psutil.Process]) -> AsyncIterator[NoticeReader]:
    """With two workers."""
    opened = NoticeReader(processes=2, limits=GENEROUS)
    await opened.start()
    yield opened
    await opened.close()
    assert children() == others


@pytest.fixture
def others() -> set[psutil.Process]:
    """Processes that existed before: another reader of this run may have some."""
    return children()


def children() -> set[psutil.Process]:
    return {child for child in psutil.Process().children() if "pdf.reading.notice_worker" in child.cmdline()}


async def refusal(reader: NoticeReader, document: bytes, *, sender: str = "client") -> Reason | None:
    try:
        await reader.read(document, sender=sender)
    except UploadRefused as refused:
        return refused.reason
    return None


async def test_a_genuine_notice_is_read(reader: NoticeReader) -> None:
    notice = await reader.read(GENUINE, sender="client")
    assert (notice.number, notice.key, notice.issued_on) == (NUMBER, KEY, NOTICE.issued_on)


def test_a_file_is_ended_within_three_seconds() -> None:
    """Refused by the fork that reads it, before the server ends the worker."""
    limits = UploadLimits()
    assert limits.cpu_seconds < limits.wall_seconds < limits.response_seconds < 3


async def test_every_bad_file_is_refused_with_its_reason(reader: NoticeReader, others: set[psutil.Process]) -> None:
    corpus = list(cases())
    assert len(corpus) == len({name for name, *_ in corpus}) >= 100
    before = set(Path(tempfile.gettempdir()).iterdir())
    found: dict[str, Reason | None] = {}
    remaining = iter(corpus)

    async def examine(sender: str) -> None:
        for name, document, reason in remaining:
            refused = await refusal(reader, document, sender=sender)
            found[name] = reason if {refused, reason} <= EXHAUSTED else refused

    await asyncio.gather(examine("a"), examine("b"))
    assert found == {name: reason for name, _, reason in corpus}
    assert len(children() - others) == 2
    assert not any(child.status() == psutil.STATUS_ZOMBIE for child in children())
    assert not [path for path in set(Path(tempfile.gettempdir()).iterdir()) - before if path.suffix == ".pdf"]
    assert await refusal(reader, GENUINE) is None


async def test_the_event_loop_is_not_blocked_while_files_are_read(reader: NoticeReader) -> None:
    """Its thread uses almost no CPU time between two turns."""
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


async def test_a_worker_that_is_killed_costs_one_file(reader: NoticeReader, others: set[psutil.Process]) -> None:
    for child in children() - others:
        child.kill()
    refused = [await refusal(reader, GENUINE) for _ in range(4)]
    assert refused.count(Reason.NOT_EXAMINED) == 2
    assert refused[-1] is None


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
