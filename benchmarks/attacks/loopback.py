"""A server with the sample data, requests to it from many addresses of loopback, and what it uses meanwhile."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

import psutil

from benchmarks.report import table
from settings import PROJECT_ROOT
from tests.support.servers import server_processes
from tests.support.servers.server_processes import Server

MEGABYTE = 1_000_000
TYPE = "application/json"
MOST_TIMES = 3
"""How many times the p99 of others may be what it is without the attack."""


class Answer(NamedTuple):
    """Status (0: none came) and body."""

    status: int
    body: bytes


def post(path: str, body: bytes, *, type_: str = TYPE, token: str | None = None, more: str = "") -> bytes:
    """A request with a body, on a connection of its own."""
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{authorization}{more}"
        f"Content-Type: {type_}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def graphql(query: str, *, token: str | None = None, **variables: Any) -> bytes:
    """An operation."""
    return post("/graphql", json.dumps({"query": query, "variables": variables}).encode(), token=token)


async def ask(port: int, request: bytes, *, source: str, seconds: float = 30) -> Answer:
    """Send a request from an address and read the answer to its end."""
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
            try:
                writer.write(request)
                with suppress(ConnectionError):  # it may answer before it has read all
                    await writer.drain()
                answer = await reader.read()
            finally:
                writer.close()
    except (TimeoutError, OSError):
        return Answer(0, b"")
    head, _, body = answer.partition(b"\r\n\r\n")
    return Answer(int(head.split(b" ", 2)[1]), body) if head else Answer(0, b"")


class Others(NamedTuple):
    """How long others wait, in milliseconds, and how many of them were not served."""

    latencies: Sequence[float]
    refused: int

    def percentile(self, share: float) -> float:
        """Of those who were served; infinite if nobody was."""
        found = sorted(self.latencies)
        return found[min(len(found) - 1, int(share * len(found)))] if found else float("inf")


async def measured(serve_one: Callable[[], Awaitable[bool]], *, seconds: float, pause: float = 0.05) -> Others:
    """One after the other for so many seconds; `serve_one` says whether it was served."""
    latencies: list[float] = []
    refused, ends = 0, time.perf_counter() + seconds
    while time.perf_counter() < ends:
        began = time.perf_counter()
        if await serve_one():
            latencies.append((time.perf_counter() - began) * 1000)
        else:
            refused += 1
        await asyncio.sleep(pause)
    return Others(latencies, refused)


class Usage(NamedTuple):
    """Resident megabytes of the server and its workers, and threads of the server."""

    megabytes: float
    threads: int


def usage_of(server: Server) -> Usage:
    """Now."""
    process = psutil.Process(server.process.pid)
    everyone = [process, *process.children(recursive=True)]
    total = 0
    for each in everyone:
        with suppress(psutil.NoSuchProcess):
            total += each.memory_info().rss
    return Usage(total / MEGABYTE, process.num_threads())


async def peak_of(server: Server, stop: asyncio.Event) -> Usage:
    """The most of each until `stop` is set."""
    found = [usage_of(server)]
    while not stop.is_set():
        found.append(usage_of(server))
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 0.1)
    return Usage(max(each.megabytes for each in found), max(each.threads for each in found))


@contextmanager
def served() -> Generator[tuple[Server, int]]:
    """A server on an embedded database with the sample data, and its port."""
    with server_processes.folder() as folder, server_processes.serving(folder, DATA_DIR=folder / "data") as server:
        yield server, int(server.address.rpartition(":")[2])


@contextmanager
def attacked(module: str, *arguments: object) -> Generator[Counter[str]]:
    """The module's attack runs in a process of its own; afterwards the counter says how it was answered."""
    outcomes: Counter[str] = Counter()
    command = [sys.executable, "-m", f"benchmarks.attacks.{module}", *map(str, arguments)]
    with subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE) as process:  # noqa: S603 -- ourselves
        assert process.stdout is not None  # noqa: S101 -- a pipe
        process.stdout.readline()  # it is ready
        try:
            yield outcomes
        finally:
            process.send_signal(signal.SIGTERM)
            outcomes.update(json.loads(process.stdout.readline()))


async def attack(each: Sequence[Callable[[], Awaitable[str]]]) -> None:
    """Do each again and again until SIGTERM, then print how often it was answered how."""
    outcomes: Counter[str] = Counter()

    async def repeat(once: Callable[[], Awaitable[str]]) -> None:
        while True:
            outcomes[await once()] += 1

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    tasks = [asyncio.create_task(repeat(once)) for once in each]
    print("ready", flush=True)
    await stop.wait()
    for task in tasks:
        task.cancel()
    print(json.dumps(outcomes), flush=True)


def show(name: str, quiet: Mapping[str, Others], attacked: Mapping[str, Others], before: Usage, peak: Usage) -> None:
    """Print the figures of one attack."""
    rows: list[list[str]] = []
    for who, calm in quiet.items():
        found = attacked[who]
        figures = [f"{each.percentile(share):.0f}" for share in (0.5, 0.99) for each in (calm, found)]
        times = found.percentile(0.99) / calm.percentile(0.99)
        rows.append([who, *figures, f"{times:.1f}", str(len(found.latencies)), str(found.refused)])
    columns = ["p50 before, ms", "p50 under attack", "p99 before", "p99 under attack", "times", "served", "refused"]
    print(f"## {name}\n")
    print(table(["others", *columns], rows))
    print(
        f"\nmemory {before.megabytes:.0f} MB before, {peak.megabytes:.0f} MB at most;"
        f" threads {before.threads} before, {peak.threads} at most\n"
    )
