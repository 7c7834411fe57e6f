"""Bodies that are sent by half and held: what uploads with a token notice.

`python -m benchmarks.attacks.held_bodies`
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

from benchmarks.attacks import loopback, uploading
from tests.support.servers.server_processes import Server

SECONDS = 12
CALM_SECONDS = 4
PROMISED = 9_000_000
CHECKED = 9_900_000
PIECE = 64_000
HOLD_SECONDS = 15
REFUSED_PAUSE = 3
"""Seconds: how much a stranger may send at all is another matter."""


def main() -> None:
    """Nearly whole files at `/verify/document` from one address; a ninth of each from five addresses at `/graphql`."""
    for how in ("checks", "uploads"):
        with loopback.served() as (server, port):
            asyncio.run(_run(server, port, how))


async def _run(server: Server, port: int, how: str) -> None:
    notice = await uploading.notice(port)

    async def filed() -> bool:
        return await uploading.is_filed(port, notice)

    quiet = {"uploads with a token": await loopback.measured(filed, seconds=CALM_SECONDS, pause=0.3)}
    before, stop = loopback.usage_of(server), asyncio.Event()
    peak = asyncio.create_task(loopback.peak_of(server, stop))
    with loopback.attacked("held_bodies", port, how) as outcomes:
        await asyncio.sleep(2)
        found = {"uploads with a token": await loopback.measured(filed, seconds=SECONDS, pause=0.3)}
    stop.set()
    loopback.show(f"held bodies: {how}", quiet, found, before, await peak)
    print(f"connections: {dict(outcomes)}\n", flush=True)


def _floods(port: int, how: str) -> list[Callable[[], Awaitable[str]]]:
    if how == "checks":
        request = uploading.verify(bytes(CHECKED))
        return [lambda: _hold(port, request, len(request) - 1_000, "127.5.0.1") for _ in range(60)]
    request = uploading.upload(bytes(PROMISED), token=None)

    def held(place: int) -> Callable[[], Awaitable[str]]:
        return lambda: _hold(port, request, 1_000_000, f"127.5.0.{place + 1}")

    return [held(place) for place in range(5) for _ in range(50)]


async def _hold(port: int, request: bytes, sent: int, source: str) -> str:
    """Send so many bytes of a request and hold the rest back; says whether the server answers meanwhile."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    except OSError:
        await asyncio.sleep(REFUSED_PAUSE)
        return "not connected"
    try:
        for place in range(0, sent, PIECE):
            writer.write(request[place : min(place + PIECE, sent)])
            await writer.drain()
        async with asyncio.timeout(HOLD_SECONDS):
            head = await reader.readline()
    except TimeoutError:
        return "held"
    except OSError:
        head = b""
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
    await asyncio.sleep(REFUSED_PAUSE)
    return head.decode().strip() or "closed"


if __name__ == "__main__":
    if sys.argv[1:]:
        asyncio.run(loopback.attack(_floods(int(sys.argv[1]), sys.argv[2])))
    else:
        main()
