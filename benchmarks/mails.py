"""Mails: the rate of one worker, the delay after the commit, and whether a long queue slows the claims."""

import asyncio
import datetime
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import psutil

from benchmarks.data import dataset
from benchmarks.data.cluster import FOLDER, Cluster
from benchmarks.data.world import REQUIRED, World
from benchmarks.report import Section, at_least, at_most, table
from benchmarks.servers import signing_settings
from database.leases import CLAIM, DueRows
from jobs.mail_queue import BATCH
from settings import PROJECT_ROOT

DATABASE = "bench_mails"
WAITING = 100_000
WANTED_RATE, WANTED_P99, WANTED_SLOWDOWN = 300, 1.0, 1.5
A_SECOND = 40
"""Commits a second of the latency run."""
STARTING = 4
"""Seconds after which the worker has started."""

PUT = """
INSERT INTO outgoing_mail (id, surety_id, kind, event, guarantee_id, sender, recipient, facts, created_at, due_at,
    state, attempts)
SELECT uuidv7(), g.surety_id, 'ISSUED', 'bench ' || $1::text || place, g.id, 'no-reply@surety.example.jp',
    'soumu@example.jp', jsonb_build_object('surety', '見本建設業保証株式会社', 'branch', '栃木支店', 'telephone',
    '028-000-0000', 'fax', '028-000-0001', 'addressee', '○○建設 株式会社', 'person', '総務部　見本 花子', 'product',
    g.kind, 'number', g.number, 'project', '市道●●線道路改良工事', 'obligee', '栃木県知事', 'amount', g.amount),
    now(), $3, 'WAITING', 0
FROM generate_series(1, $2::int) AS place, (SELECT * FROM guarantee WHERE number IS NOT NULL LIMIT 1) AS g
RETURNING id
"""
LATER = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Worker:
    """A running `kakusho worker` and the mails that the mail server has accepted from it."""

    process: psutil.Process
    log: Path

    def taken(self) -> Mapping[str, float]:
        """The time of acceptance of each mail, in seconds since 1970, by its name."""
        lines = (line.split() for line in self.log.read_text().splitlines())
        return {parts[1]: float(parts[0]) for parts in lines if len(parts) == 2}  # noqa: PLR2004

    async def await_mails(self, count: int) -> None:
        """Return when so many have been accepted. Raises TimeoutError."""
        async with asyncio.timeout(120):
            while len(self.taken()) < count:  # noqa: ASYNC110 -- only the file shows it
                await asyncio.sleep(0.05)


def measure(cluster: Cluster, world: World, *, seconds: float) -> Section:
    """All measurements, on a copy of the data."""
    return asyncio.run(_measure(cluster, world, seconds))


async def _measure(cluster: Cluster, world: World, seconds: float) -> Section:
    url = await cluster.recreate(DATABASE, template=dataset.database_of(world))
    connection = await asyncpg.connect(url)
    try:
        short = await _claim_seconds(connection)
        rate, cpu = await _rate(connection, url, round(seconds * 500))
        latencies = await _latencies(connection, url, round((seconds + STARTING) * A_SECOND))
        await connection.fetch(PUT, "later ", WAITING, datetime.datetime.now(datetime.UTC) + LATER)
        await connection.fetch(PUT, "due ", WAITING, datetime.datetime.now(datetime.UTC))
        await connection.execute("ANALYZE outgoing_mail")
        long = await _claim_seconds(connection)
    finally:
        await connection.close()
    p99 = statistics.quantiles(latencies, n=100)[98]
    rows = [
        ["mails a second, one worker", f"{rate:,.0f}"],
        ["worker CPU per mail, µs", f"{cpu * 1e6:,.0f}"],
        ["commit to accepted, p50 ms", f"{statistics.median(latencies) * 1e3:,.1f}"],
        ["commit to accepted, p99 ms", f"{p99 * 1e3:,.1f}"],
        ["a claim of 20, empty queue, ms", f"{short * 1e3:,.2f}"],
        [f"a claim of 20, {2 * WAITING:,} waiting, ms", f"{long * 1e3:,.2f}"],
    ]
    note = (
        "One `kakusho worker` and a mail server on 127.0.0.1 that takes everything; plain text and HTML in Japanese."
        f" Latency: {A_SECOND} commits a second, one mail each."
    )
    goals = [
        at_least(WANTED_RATE, rate, "mails a second through one worker"),
        at_most(WANTED_P99, p99, "commit to accepted, p99", " s"),
        at_most(WANTED_SLOWDOWN, long / short, f"a claim with {2 * WAITING:,} waiting against none", " ×"),
    ]
    return Section("Mails", f"{note}\n\n{table(['what', ''], rows)}", goals)


async def _rate(connection: asyncpg.Connection, url: str, count: int) -> tuple[float, float]:
    """Mails a second from a full queue, and the worker's CPU seconds for each."""
    await connection.fetch(PUT, "rate ", count, datetime.datetime.now(datetime.UTC))
    with _working(url) as worker:
        await worker.await_mails(count // 5)
        begun, before = len(worker.taken()), _cpu(worker)
        await worker.await_mails(count)
        cpu, times = _cpu(worker) - before, sorted(worker.taken().values())
    return (count - begun) / (times[-1] - times[begun]), cpu / (count - begun)


async def _latencies(connection: asyncpg.Connection, url: str, count: int) -> list[float]:
    """Seconds from commit to acceptance, of mails that are enqueued one by one."""
    committed: dict[str, float] = {}
    with _working(url) as worker:
        for number in range(count):
            (row,) = await connection.fetch(PUT, f"one {number} ", 1, datetime.datetime.now(datetime.UTC))
            committed[row["id"].hex] = time.time()
            await asyncio.sleep(1 / A_SECOND)
        await worker.await_mails(count)
        taken = worker.taken()
    # Mails that were enqueued while the worker was starting waited for it.
    return [taken[name] - at for name, at in list(committed.items())[STARTING * A_SECOND :]]


async def _claim_seconds(connection: asyncpg.Connection) -> float:
    """The median of several claims of a full batch, each rolled back."""
    now = datetime.datetime.now(datetime.UTC)
    statement = CLAIM.format(table="outgoing_mail", among=DueRows.SOUND.value, columns="job.*")
    times: list[float] = []
    for number in range(60):
        transaction = connection.transaction()
        await transaction.start()
        if number % 2 == 0:
            await connection.fetch(PUT, "claim ", 20, now - LATER)
        begun = time.perf_counter()
        await connection.fetch(statement, now, now, BATCH)
        times.append(time.perf_counter() - begun)
        await transaction.rollback()
    return statistics.median(times[::2])


def _cpu(worker: Worker) -> float:
    times = worker.process.cpu_times()
    return times.user + times.system


@contextmanager
def _working(url: str) -> Generator[Worker]:
    """A mail server and a worker that sends to it."""
    folder = FOLDER / "mails"
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "taken"
    mailbox = subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "-m", "benchmarks.mailbox", log], cwd=PROJECT_ROOT, stdout=subprocess.PIPE
    )
    assert mailbox.stdout is not None  # noqa: S101 -- a requested pipe
    port = int(mailbox.stdout.readline())
    settings = {"DATABASE_URL": url, "SMTP_URL": f"smtp://127.0.0.1:{port}", "DATA_DIR": str(folder)}
    worker = subprocess.Popen(  # noqa: S603 -- our own command
        [PROJECT_ROOT / ".venv/bin/kakusho", "worker"],
        cwd=PROJECT_ROOT,
        env={**os.environ, **REQUIRED, **signing_settings(), **settings, "LOG_LEVEL": "WARNING"},
    )
    try:
        yield Worker(psutil.Process(worker.pid), log)
    finally:
        for process in (worker, mailbox):
            process.terminate()
            process.wait(20)
