"""Files that take all the CPU time they may, from one system and from many addresses: what other uploads notice.

`python -m benchmarks.attacks.slow_files`
"""

import asyncio
import itertools
import sys
from collections.abc import Awaitable, Callable

from benchmarks.attacks import loopback, uploading
from benchmarks.attacks.loopback import Others
from tests.support.hostile.structures import bombs
from tests.support.servers.server_processes import Server

SECONDS = 15
CALM_SECONDS = 4
AT_ONCE = 8
"""Files of one system at a time."""
ADDRESSES = 8
PAUSE = 0.3


def main() -> None:
    """uploadNotice, then the offline check."""
    with loopback.served() as (server, port):
        asyncio.run(_run(server, port))


async def _run(server: Server, port: int) -> None:
    notice, token = await uploading.notice(port), await uploading.other_client(port, "遅いシステム")
    others: dict[str, Callable[[], Awaitable[bool]]] = {
        "uploads of another system": lambda: uploading.is_filed(port, notice),
        "offline checks from another address": lambda: _is_checked(port, notice),
    }
    quiet = await _measured(others, CALM_SECONDS)
    before, stop = loopback.usage_of(server), asyncio.Event()
    peak = asyncio.create_task(loopback.peak_of(server, stop))
    with loopback.attacked("slow_files", port, token) as outcomes:
        await asyncio.sleep(2)
        found = await _measured(others, SECONDS)
    stop.set()
    name = f"slow files: {AT_ONCE} uploads at a time of one system, {ADDRESSES} checks at a time"
    loopback.show(name, quiet, found, before, await peak)
    print(f"answers: {dict(outcomes)}\n", flush=True)


async def _measured(others: dict[str, Callable[[], Awaitable[bool]]], seconds: float) -> dict[str, Others]:
    found = await asyncio.gather(*(loopback.measured(one, seconds=seconds, pause=PAUSE) for one in others.values()))
    return dict(zip(others, found, strict=True))


async def _is_checked(port: int, file: bytes) -> bool:
    """A notice is no certificate; what counts is that an answer comes. Each is another file, or it would be refused."""
    numbered = file + b"\n" * next(_lines)
    source = f"127.9.1.{next(_sources) % 250 + 1}"
    return (await loopback.ask(port, uploading.verify(numbered), source=source)).status == 200  # noqa: PLR2004


_lines, _sources = itertools.count(), itertools.count()


def _slow_files() -> list[bytes]:
    """Bombs, each slightly different, so that no file is known from before."""
    return [document for _, document, _ in bombs()]


def _floods(port: int, token: str) -> list[Callable[[], Awaitable[str]]]:
    files = itertools.cycle(_slow_files())
    numbers = itertools.count()

    async def upload() -> str:
        file = next(files) + b"\n%% %d\n%%%%EOF\n" % next(numbers)
        answer = await loopback.ask(port, uploading.upload(file, token=token), source="127.7.0.1")
        await asyncio.sleep(0.05)
        return f"upload {_outcome(answer.body)}"

    def check(place: int) -> Callable[[], Awaitable[str]]:
        async def once() -> str:
            file = next(files) + b"\n%% %d\n%%%%EOF\n" % next(numbers)
            answer = await loopback.ask(port, uploading.verify(file), source=f"127.6.0.{place + 1}")
            await asyncio.sleep(0.05)
            return f"check {answer.status}"

        return once

    return [upload] * AT_ONCE + [check(place) for place in range(ADDRESSES)]


def _outcome(body: bytes) -> str:
    for word in (b"TOO_SLOW", b"TOO_COMPLEX", b"BUSY", b"TOO_MANY_ATTEMPTS", b"DAMAGED", b"SERVICE_UNAVAILABLE"):
        if word in body:
            return word.decode()
    return "other"


if __name__ == "__main__":
    if sys.argv[1:]:
        asyncio.run(loopback.attack(_floods(int(sys.argv[1]), sys.argv[2])))
    else:
        main()
