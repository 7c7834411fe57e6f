"""Issuing: number, key, certificate and audit, all or nothing, one guarantee a request."""

import io
import uuid
from collections.abc import Iterator
from itertools import islice

import asyncpg
import orjson

from benchmarks import dataset, load, rows
from benchmarks.cluster import Cluster
from benchmarks.load import Call, Sample
from benchmarks.report import Section, at_least, table
from benchmarks.servers import OURS, running
from benchmarks.world import SURETY_TOKEN, World

DATABASE = "bench_issuing"
CONNECTIONS = 16
A_SECOND = 2500
"""So many guarantees are made ready for each second of the run; more cannot be issued."""
WANTED_SINGLE = 300

ISSUE = """
mutation Issue($id: ID!) {
  issueGuarantee(input: {guaranteeId: $id}) {
    __typename
    ... on GuaranteeIssued { guarantee { number status } certificate { guaranteeNumber } }
  }
}
""".strip()


async def prepare(cluster: Cluster, world: World, count: int) -> list[uuid.UUID]:
    """A copy of the data with so many approved guarantees of the first surety; their ids."""
    url = await cluster.recreate(DATABASE, template=dataset.database_of(world))
    ready = [(uuid.UUID(int=(0x7 << 76) | (0x8 << 60) | number), number) for number in range(count)]
    columns = list(islice(rows.COLUMNS["guarantee"], 18))  # what comes behind is given by the issue
    text = "".join(line for line in map(_approved, _of_first_surety(world), (id_ for id_, _ in ready)))
    connection = await asyncpg.connect(url)
    try:
        await connection.copy_to_table("guarantee", source=io.BytesIO(text.encode()), columns=columns)
        await connection.execute("VACUUM ANALYZE guarantee")
    finally:
        await connection.close()
    return [id_ for id_, _ in ready]


def measure(cluster: Cluster, ids: list[uuid.UUID], *, seconds: float) -> Section:
    """Issue them one by one over HTTP."""
    calls = [_call(id_) for id_ in ids]
    with running(OURS, cluster, DATABASE) as server:
        server.await_answer(calls.pop())
        warm = round(len(calls) * 0.2)
        load.run([server.port], calls[:warm], connections=CONNECTIONS, seconds=seconds / 4, is_repeated=False)
        cpu = server.cpu_seconds()
        sample = load.run([server.port], calls[warm:], connections=CONNECTIONS, seconds=seconds, is_repeated=False)
        cpu = server.cpu_seconds() - cpu
    head = ["what", "a second", "p50 ms", "p99 ms", "server CPU µs", "errors"]
    text = table(head, [_row("`issueGuarantee`, one a request", sample, cpu)])
    note = f"{CONNECTIONS} connections, 40 branches, two kinds each; with number, key, certificate, audit event, fsync."
    goals = [at_least(WANTED_SINGLE, sample.rate, "issued a second, one a request")]
    return Section("Issuing", f"{note}\n\n{text}", goals)


def _row(what: str, sample: Sample, cpu: float) -> list[str]:
    latencies = [f"{sample.percentile(share):.1f}" for share in (0.5, 0.99)]
    microseconds = cpu / max(1, sample.requests) * 1e6
    return [what, f"{sample.rate:,.0f}", *latencies, f"{microseconds:,.0f}", str(sample.errors)]


def _call(id_: uuid.UUID) -> Call:
    body = orjson.dumps({"query": ISSUE, "variables": {"id": f"Guarantee_{id_.hex}"}})
    return Call.post("/graphql", body, token=SURETY_TOKEN, mark=b'"number":"')


def _of_first_surety(world: World) -> Iterator[list[str]]:
    """The columns of issued guarantees of the first surety, again and again."""
    while True:
        for start in range(0, world.contracts, 100):
            if world.contract(start).surety == 0:
                text = rows.of_contracts(world, range(start, start + 100))["guarantee"].decode()
                yield from (line.split("\t") for line in text.splitlines())


def _approved(columns: list[str], id_: uuid.UUID) -> str:
    """The same guarantee as it was before it was issued, on the electronic medium, with another id."""
    kept = columns[:18]
    kept[0], kept[7], kept[8] = id_.hex, "ELECTRONIC", "APPROVED"
    return "\t".join(kept) + "\n"
