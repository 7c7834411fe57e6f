"""uploadNotice over HTTP: its duration, and the effect of hostile files on the requests of others."""

import asyncio
import http.client
import itertools
import json
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import Any

import asyncpg

from benchmarks import load
from benchmarks.data import dataset
from benchmarks.data.cluster import Cluster
from benchmarks.data.world import CLIENTS, Pair, World, client_token
from benchmarks.load import Call, Sample
from benchmarks.operations import Operation
from benchmarks.report import Section, at_most, median, table
from benchmarks.rounds import Effort
from benchmarks.servers import OURS, running
from models.certificate import Certificate
from pdf.documents import key_notice_document
from resolvers.documents import compose_data
from settings import PROJECT_ROOT
from tests.support.hostile.structures import bombs, loops
from tests.support.hostile.writing import GENUINE

NOTICES = 200
OTHERS = 8
"""Connections with concurrent look-ups of certificates."""
MOST_MILLISECONDS, MOST_TIMES = 30, 2
BOUNDARY = "----kakusho-bench"
UPLOAD = """
mutation Upload($input: UploadNoticeInput!) {
  uploadNotice(input: $input) {
    __typename ... on UserError { message } ... on NoticeNotReadable { reason }
    ... on NoticeFiled { certificate { guaranteeNumber amount projectName } handover { status } }
  }
}
""".strip()
HEADERS = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "GraphQL-Require-Preflight": "1"}
ALL = "SELECT * FROM certificate WHERE status = 'CURRENT' AND guarantee_number = ANY($1)"
FORGIVE = "TRUNCATE failure_window"
"""Each flood begins with all attempts of the rate limit."""


def measure(cluster: Cluster, world: World, look_up: Operation, effort: Effort) -> Section:
    """Notices in sequence, then look-ups alternately without and with hostile uploads."""
    database = asyncio.run(_copy(cluster, world))
    pairs = list({pair.number: pair for pair in world.pairs(2 * NOTICES)}.values())[:NOTICES]
    notices = [_call(pair, file) for pair, file in asyncio.run(_notices(cluster.url(database), pairs))]
    found: dict[str, list[Sample]] = {"quiet": [], "disturbed": []}
    outcomes: Counter[str] = Counter()
    with running(OURS, cluster, database) as server:
        calls = OURS.calls(look_up)
        server.await_answer(calls[0])
        load.run([server.port], notices, connections=1, seconds=effort.warm_seconds)
        good = load.run([server.port], notices, connections=1, seconds=effort.seconds)
        load.run([server.port], calls, connections=OTHERS, seconds=effort.warm_seconds)
        for _ in range(effort.rounds):
            found["quiet"].append(load.run([server.port], calls, connections=OTHERS, seconds=effort.seconds))
            asyncio.run(_execute(cluster.url(database), FORGIVE))
            with _flood(server.port, outcomes):
                found["disturbed"].append(load.run([server.port], calls, connections=OTHERS, seconds=effort.seconds))
    return _section(good, found, outcomes)


def _section(good: Sample, found: dict[str, list[Sample]], outcomes: Counter[str]) -> Section:
    rows = [["uploads of genuine notices, one at a time", *_figures([good])]]
    rows += [[f"look-ups, {how}", *_figures(samples)] for how, samples in found.items()]
    pairs = zip(found["disturbed"], found["quiet"], strict=True)
    times = median(disturbed.percentile(0.99) / quiet.percentile(0.99) for disturbed, quiet in pairs)
    said = ", ".join(f"{count:,} {what}" for what, count in outcomes.most_common())
    note = (
        f"{NOTICES} notices by multipart, each read by a process of its own, checked and filed. Then look-ups on"
        f" {OTHERS} connections while each of {CLIENTS} API clients sends hostile files (bombs, circles, a notice"
        " with 10 MB of spaces), the next as soon as the one before is refused; load generator, server, PostgreSQL and"
        f" examining processes share the machine. They were answered: {said}."
    )
    goals = [
        at_most(MOST_MILLISECONDS, good.percentile(0.5), "a genuine notice over HTTP, p50", " ms"),
        at_most(MOST_TIMES, times, "p99 of others while hostile files come, times the quiet one"),
    ]
    return Section("Uploads", f"{note}\n\n{table(['', 'p50 ms', 'p99 ms', 'a second', 'errors'], rows)}", goals)


def _figures(samples: Sequence[Sample]) -> list[str]:
    percentiles = [f"{median(sample.percentile(share) for sample in samples):.2f}" for share in (0.5, 0.99)]
    rate = f"{median(sample.rate for sample in samples):,.0f}"
    return [*percentiles, rate, str(sum(sample.errors for sample in samples))]


async def _copy(cluster: Cluster, world: World) -> str:
    name = "bench_uploads"
    await cluster.recreate(name, template=dataset.database_of(world))
    return name


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _notices(url: str, pairs: Iterable[Pair]) -> list[tuple[Pair, bytes]]:
    """The notice of each pair, in the contractor's form."""
    by_number = {pair.number: pair for pair in pairs}
    connection = await asyncpg.connect(url)
    try:
        records = await connection.fetch(ALL, list(by_number))
    finally:
        await connection.close()
    page = "http://kakusho.test/verify"
    found: list[tuple[Pair, bytes]] = []
    for record in records:
        pair = by_number[record["guarantee_number"]]
        data = compose_data.of_notice(Certificate(**record), pair.key, verification_page=page)
        found.append((pair, key_notice_document.render(data)))
    return found


def _call(pair: Pair, file: bytes) -> Call:
    body = _body(file)
    headers = {**HEADERS, "Host": "localhost", "Authorization": f"Bearer {client_token(pair.client)}"}
    lines = [f"{name}: {value}" for name, value in {**headers, "Content-Length": str(len(body))}.items()]
    head = "\r\n".join(["POST /graphql HTTP/1.1", *lines, "", ""])
    return Call(head.encode() + body, b'"NoticeFiled"')


def _body(file: bytes) -> bytes:
    operations = {"query": UPLOAD, "variables": {"input": {"file": None}}}
    fields = {"operations": operations, "map": {"0": ["variables.input.file"]}}
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{json.dumps(value)}\r\n'
        for name, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="0"; filename="a.pdf"\r\n\r\n'
    return "".join([*parts, head]).encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()


@contextmanager
def _flood(port: int, outcomes: Counter[str]) -> Generator[None]:
    """Hostile uploads, within the context; `outcomes` counts the responses."""
    arguments = [sys.executable, "-m", "benchmarks.uploads", str(port)]
    with subprocess.Popen(arguments, cwd=PROJECT_ROOT, stdout=subprocess.PIPE) as process:  # noqa: S603 -- our own command
        assert process.stdout is not None  # noqa: S101 -- a pipe
        process.stdout.readline()  # it is ready
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            outcomes.update(json.loads(process.stdout.readline()))


def _send_hostile(port: int) -> None:
    """One thread a client, until SIGTERM; prints the responses."""
    files = [*(document for _, document, _ in (*bombs(), *loops())), GENUINE.ljust(9_999_000)]
    outcomes: Counter[str] = Counter()
    for client in range(CLIENTS):
        bodies = itertools.cycle([_body(file) for file in files[client:] + files[:client]])
        threading.Thread(target=_send_each, args=(port, client, bodies, outcomes), daemon=True).start()
    print("ready", flush=True)
    signal.sigwait({signal.SIGTERM})
    print(json.dumps(outcomes), flush=True)


def _send_each(port: int, client: int, bodies: Iterable[bytes], outcomes: Counter[str]) -> None:
    headers = {**HEADERS, "Authorization": f"Bearer {client_token(client)}"}
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for body in bodies:
        try:
            connection.request("POST", "/graphql", body, headers)
            outcomes[_outcome(json.loads(connection.getresponse().read()))] += 1
        except (OSError, http.client.HTTPException):  # a server may close a connection whose body it does not read
            outcomes["closed"] += 1
            connection.close()


def _outcome(answer: Any) -> str:
    if "errors" in answer:
        return str(answer["errors"][0]["extensions"]["code"])
    found = answer["data"]["uploadNotice"]
    return str(found.get("reason", found["__typename"]))


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    _send_hostile(int(sys.argv[1]))
