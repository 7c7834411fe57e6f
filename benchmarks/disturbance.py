"""What hostile uploads do to the requests of others: one server reads the ones and answers the others."""

import asyncio
import subprocess
import sys
from contextlib import suppress

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks import load
from benchmarks.ceiling import await_answer
from benchmarks.load import Call, Sample
from benchmarks.report import Section, at_most, median, table
from benchmarks.servers import free_port
from pdf.reading import NoticeReader
from pdf.refusals import NotRead
from settings import PROJECT_ROOT
from tests.pdf.hostile.structures import bombs, loops

CONNECTIONS = 32
UPLOADS = 8
"""Hostile files that are sent at a time, each followed by the next."""
MOST_TIMES = 2
ROWS = orjson.dumps([{"number": number, "project": "工事" * 20} for number in range(200)])


def measure(*, seconds: float, rounds: int) -> Section:
    """By turns without and with hostile uploads."""
    found: dict[str, list[Sample]] = {"quiet": [], "disturbed": []}
    for _ in range(rounds):
        for how, samples in found.items():
            samples.append(_sample(how, seconds))
    rows = [
        [
            how,
            *(f"{median(sample.percentile(share) for sample in samples):.2f}" for share in (0.5, 0.99)),
            f"{median(sample.rate for sample in samples):,.0f}",
            str(sum(sample.errors for sample in samples)),
        ]
        for how, samples in found.items()
    ]
    pairs = zip(found["disturbed"], found["quiet"], strict=True)
    times = median(disturbed.percentile(0.99) / quiet.percentile(0.99) for disturbed, quiet in pairs)
    note = (
        f"{CONNECTIONS} connections to a server of one process with two examining children; meanwhile {UPLOADS} hostile"
        " files at a time (bombs, circles), each as soon as the one before is refused. On two cores"
        " load generator, server and children share the machine."
    )
    goals = [at_most(MOST_TIMES, times, "p99 of others while hostile files are examined, times the quiet one")]
    return Section("Others", f"{note}\n\n{table(['', 'p50 ms', 'p99 ms', 'a second', 'errors'], rows)}", goals)


def _sample(how: str, seconds: float) -> Sample:
    port = free_port()
    arguments = [sys.executable, "-m", "benchmarks.disturbance", str(port), how]
    with subprocess.Popen(arguments, cwd=PROJECT_ROOT) as process:  # noqa: S603 -- ourselves
        try:
            call = Call.post("/", ROWS, token="", mark=b"number")
            await_answer(port, call)
            load.run([port], [call], connections=CONNECTIONS, seconds=seconds / 4)
            return load.run([port], [call], connections=CONNECTIONS, seconds=seconds)
        finally:
            process.terminate()


async def _answer(request: Request) -> Response:
    """Half a millisecond of work."""
    rows = orjson.loads(await request.body())
    return Response(orjson.dumps(sorted(rows, key=lambda row: -row["number"])), media_type="application/json")


async def _serve(port: int, *, is_disturbed: bool) -> None:
    application = Starlette(routes=[Route("/", _answer, methods=["POST"])])
    options = uvicorn.Config(application, host="127.0.0.1", port=port, access_log=False, log_level="warning")
    reader = NoticeReader(processes=2)
    await reader.start()
    files = [document for _, document, _ in (*bombs(), *loops())] if is_disturbed else []
    disturbing = [asyncio.create_task(_disturb(reader, files)) for _ in range(UPLOADS if is_disturbed else 0)]
    await uvicorn.Server(options).serve()
    for task in disturbing:
        task.cancel()
    await asyncio.gather(*disturbing, return_exceptions=True)
    await reader.close()


async def _disturb(reader: NoticeReader, files: list[bytes]) -> None:
    while True:
        for document in files:
            with suppress(NotRead):
                await reader.read(document, sender="client")


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), is_disturbed=sys.argv[2] == "disturbed"))
