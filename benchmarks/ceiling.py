"""The maximum rate of the load generator: against a server on uvloop that only sends a fixed response."""

import asyncio
import subprocess
import sys
import time
from contextlib import suppress
from typing import cast

import uvloop

from benchmarks import load
from benchmarks.load import Call, LoadError
from benchmarks.report import Section, table
from benchmarks.servers import free_port
from settings import PROJECT_ROOT

SIZES = (900, 20_000)
START_TRIES = 1000
MOST_SECONDS = 60


class _Fixed(asyncio.Protocol):
    """Answers any input with the same bytes; a request here fits into one packet."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:  # noqa: ARG002 -- any request
        """Respond."""
        self._transport.write(self._answer)


def measure(*, connections: int, seconds: float) -> Section:
    """The ceiling for responses of the two operations' sizes."""
    rows: list[list[str]] = []
    for size in SIZES:
        port = free_port()
        arguments = [sys.executable, "-m", "benchmarks.ceiling", str(port), str(size)]
        with subprocess.Popen(arguments, cwd=PROJECT_ROOT) as process:  # noqa: S603 -- our own command
            try:
                call = Call.post("/", b"{}" * 300, token="", mark=b"x")
                await_answer(port, call)
                sample = load.run([port], [call], connections=connections, seconds=seconds)
            finally:
                process.terminate()
        rows.append([f"{size:,} B", f"{sample.rate:,.0f}", f"{sample.percentile(0.99):.1f}", f"{sample.own_share:.2f}"])
    text = table(["answer", "requests/s", "p99 ms", "cores of the load generator"], rows)
    return Section("Ceiling of the load generator", text)


def await_answer(port: int, call: Call) -> None:
    """Retry until the server responds. Raises LoadError."""
    for _ in range(START_TRIES):
        with suppress(OSError):
            load.ask(port, call)
            return
        time.sleep(0.01)
    raise LoadError("the answer does not come")


async def _serve(port: int, size: int) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\r\n"
    answer = head.encode() + b"x" * size
    server = await asyncio.get_running_loop().create_server(lambda: _Fixed(answer), "127.0.0.1", port)
    async with asyncio.timeout(MOST_SECONDS):
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
