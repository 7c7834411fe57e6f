"""Reading key notices: what examining them apart costs, and what each hostile one takes, in one run.

    .venv/bin/python -m benchmarks.reading            # a minute; --quick for a quarter

Needs what `scripts/install --dev` installs. `make bench` does not run it; it measures whole uploads (uploads.py).
"""

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import Sequence

import psutil

from benchmarks import report
from benchmarks.report import Section, at_most, median
from pdf.reading import notice_file
from pdf.reading.notice_reader import NoticeReader
from pdf.upload_refusals import Reason, UploadRefused
from tests.support.hostile.corpus import cases
from tests.support.hostile.writing import GENUINE

MOST_MILLISECONDS = 30
MOST_SECONDS = 3
MOST_MEGABYTES = 10
ALIKE = {Reason.TOO_SLOW, Reason.TOO_COMPLEX}
"""The machine determines which of the two limits a file reaches first."""
BATCH = 10
"""Files of one way in a row."""


def main() -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="whether it works, not how fast it is")
    quick = parser.parse_args().quick
    logging.disable()  # as in the examining processes
    sections = asyncio.run(_sections(batches=5 if quick else 40, files=100 if quick else 1000))
    print(report.whole("Key notices, examined by two children unless said otherwise.\n", sections))
    return int(not all(goal.is_met for section in sections for goal in section.goals))


async def _sections(*, batches: int, files: int) -> list[Section]:
    reader = NoticeReader(processes=2)
    begin = time.perf_counter()
    await reader.start()
    start = time.perf_counter() - begin
    try:
        return [await _good(reader, batches, start), await _hostile(reader), await _memory(reader, files)]
    finally:
        await reader.close()


async def _good(reader: NoticeReader, batches: int, start: float) -> Section:
    apart: list[float] = []
    plain: list[float] = []
    for _ in range(batches):
        apart += [await _seconds(reader, GENUINE) * 1000 for _ in range(BATCH)]
        for _ in range(BATCH):
            begin = time.perf_counter()
            notice_file.read(GENUINE)
            plain.append((time.perf_counter() - begin) * 1000)
    begin = time.perf_counter()
    cold = NoticeReader(processes=1)
    await cold.read(GENUINE, sender="client")
    first = (time.perf_counter() - begin) * 1000
    await cold.close()
    rows = [_row("plain, in the process that asks", plain, plain), _row("apart", apart, plain)]
    rows.append(
        ["apart, with a child that has to be started first", f"{first:.1f}", "–", f"{first / median(plain):.2f} ×"]
    )
    note = f"A genuine notice of {len(GENUINE):,} bytes; two children are ready after {start * 1000:.0f} ms."
    goals = [at_most(MOST_MILLISECONDS, median(apart), "a genuine notice, apart", " ms")]
    return Section("Good case", f"{note}\n\n{report.table(['way', 'p50 ms', 'p99 ms', 'ratio'], rows)}", goals)


def _row(what: str, times: Sequence[float], plain: Sequence[float]) -> list[str]:
    slow = sorted(times)[int(len(times) * 0.99)]
    return [what, f"{median(times):.1f}", f"{slow:.1f}", f"{median(times) / median(plain):.2f} ×"]


async def _hostile(reader: NoticeReader) -> Section:
    found = [(name, reason, await _outcome(reader, document)) for name, document, reason in cases()]
    wrong = [name for name, reason, (got, _) in found if got != reason and not {got, reason} <= ALIKE]
    slowest = sorted(found, key=lambda each: -each[2][1])[:8]
    rows = [[name, str(got), f"{seconds * 1000:,.0f}"] for name, _, (got, seconds) in slowest]
    note = (
        f"{len(found)} files, one after the other; these took longest. Refused for another reason: {wrong or 'none'}."
    )
    goals = [
        at_most(MOST_SECONDS, max(seconds for *_, (_, seconds) in found), "the slowest refusal", " s"),
        at_most(0, len(wrong), "files refused for another reason, or read"),
    ]
    return Section("Hostile files", f"{note}\n\n{report.table(['file', 'refused as', 'ms'], rows)}", goals)


async def _memory(reader: NoticeReader, files: int) -> Section:
    """Genuine ones, truncated ones, and a bomb as every tenth."""
    bomb = next(document for name, document, _ in cases() if name == "bomb of spaces")
    kinds = [GENUINE if number % 2 else GENUINE[:-900] for number in range(9)] + [bomb]
    for document in kinds:
        await _outcome(reader, document)
    server = psutil.Process()
    before, children, descriptors = server.memory_info().rss, _children(), server.num_fds()
    remaining = iter(range(files))

    async def examine() -> None:
        for number in remaining:
            await _outcome(reader, kinds[number % len(kinds)])

    begin = time.perf_counter()
    await asyncio.gather(*(examine() for _ in range(4)))
    seconds = time.perf_counter() - begin
    after = _children()
    grown = [
        (server.memory_info().rss - before) / 2**20,
        max(after[pid] - children.get(pid, 0) for pid in after) / 2**20,
    ]
    rows = [
        ["the server", f"{before / 2**20:.0f}", f"{grown[0]:+.1f}"],
        ["a child", f"{max(children.values()) / 2**20:.0f}", f"{grown[1]:+.1f}"],
    ]
    left = server.num_fds() - descriptors + len(after.keys() ^ children.keys())
    goals = [
        at_most(MOST_MEGABYTES, max(grown), f"memory after {files:,} files, more than before", " MiB"),
        at_most(0, left, "descriptors and processes more than before, or others"),
    ]
    note = f"{files:,} files, genuine, truncated and one bomb in ten, four uploads at a time, in {seconds:.0f} s."
    return Section("Memory", f"{note}\n\n{report.table(['process', 'MiB before', 'growth'], rows)}", goals)


def _children() -> dict[int, int]:
    return {child.pid: child.memory_info().rss for child in psutil.Process().children()}


async def _outcome(reader: NoticeReader, document: bytes) -> tuple[Reason | None, float]:
    begin = time.perf_counter()
    try:
        await reader.read(document, sender="client")
    except UploadRefused as refused:
        return refused.reason, time.perf_counter() - begin
    return None, time.perf_counter() - begin


async def _seconds(reader: NoticeReader, document: bytes) -> float:
    begin = time.perf_counter()
    await reader.read(document, sender="client")
    return time.perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main())
