"""Issuing: number, key, certificate and audit, each guarantee all or nothing: one per request, and many."""

import io
import uuid
from collections.abc import Iterator, Sequence
from itertools import islice

import asyncpg
import orjson

from benchmarks import load
from benchmarks.data import dataset, rows
from benchmarks.data.cluster import Cluster
from benchmarks.data.world import SURETY_TOKEN, World
from benchmarks.load import Call, Sample
from benchmarks.report import Section, at_least, table
from benchmarks.servers import OURS, Server, running

DATABASE = "bench_issuing"
CONNECTIONS = 16
SIZES = (1, 50, 500)
"""Guarantees in one call of `issueGuarantees`; one client makes the calls in sequence."""
A_SECOND = 5000
"""Guarantees prepared for each second of a measurement, the maximum rate."""
WANTED_SINGLE, WANTED_IN_BULK = 300, 600
BEFORE_ISSUE = 18
"""The number of a guarantee's columns that are filled before the issue."""
INTERMEDIATE = "INTERMEDIATE_ADVANCE_PAYMENT"
TAB = "\t"

ISSUE = """
mutation Issue($id: ID!) {
  issueGuarantee(input: {guaranteeId: $id}) {
    __typename
    ... on GuaranteeIssued { guarantee { number status } certificate { guaranteeNumber } }
  }
}
""".strip()
ISSUE_EACH = """
mutation IssueEach($ids: [ID!]!) {
  issueGuarantees(input: {guaranteeIds: $ids}) {
    __typename
    ... on GuaranteesTried {
      results {
        result { __typename ... on GuaranteeIssued { guarantee { number status } certificate { guaranteeNumber } } }
      }
    }
  }
}
""".strip()


async def prepare(cluster: Cluster, world: World, count: int) -> list[uuid.UUID]:
    """A copy of the data with so many approved guarantees of the first surety; their ids."""
    url = await cluster.recreate(DATABASE, template=dataset.database_of(world))
    ready = [uuid.UUID(int=(0x7 << 76) | (0x8 << 60) | number) for number in range(count)]
    texts = _approved(world, ready)
    columns = {table: list(rows.COLUMNS[table]) for table in texts}
    columns["contract"].append("is_another")
    columns["guarantee"] = columns["guarantee"][:BEFORE_ISSUE]  # the issue fills the following columns
    connection = await asyncpg.connect(url)
    try:
        for name, text in texts.items():
            await connection.copy_to_table(name, source=io.BytesIO(text.encode()), columns=columns[name])
        await connection.execute("VACUUM ANALYZE contract, application, guarantee")
    finally:
        await connection.close()
    return ready


def needed(seconds: float) -> int:
    """The maximum number of guarantees for `measure`."""
    return round(seconds * A_SECOND) * (1 + len(SIZES))


def measure(cluster: Cluster, ids: Sequence[uuid.UUID], *, seconds: float) -> Section:
    """Issue them over HTTP, one per request and in calls of several sizes."""
    left, share = iter(ids), len(ids) // (1 + len(SIZES))
    with running(OURS, cluster, DATABASE) as server:
        singles = [call(id_) for id_ in islice(left, share)]
        server.await_answer(singles.pop())
        single, cpu = _sample(server, singles, connections=CONNECTIONS, seconds=seconds)
        rows_ = [_row(f"`issueGuarantee`, {CONNECTIONS} clients", single, 1, cpu)]
        rates: list[float] = []
        for size in SIZES:
            calls = [call_of_many(list(islice(left, size))) for _ in range(share // size)]
            sample, cpu = _sample(server, calls, connections=1, seconds=seconds)
            rows_.append(_row(f"`issueGuarantees`, {size} a call, one client", sample, size, cpu))
            rates.append(sample.rate * size)
    head = ["what", "guarantees a second", "p50 ms", "p99 ms", "server CPU µs a guarantee", "errors"]
    note = "40 branches, two kinds each; with number, key, certificate, audit event, fsync. Latencies are of requests."
    goals = [
        at_least(WANTED_SINGLE, single.rate, "issued a second, one a request"),
        at_least(WANTED_IN_BULK, rates[-1], f"issued a second, {SIZES[-1]} a request"),
    ]
    return Section("Issuing", f"{note}\n\n{table(head, rows_)}", goals)


def _sample(server: Server, calls: Sequence[Call], *, connections: int, seconds: float) -> tuple[Sample, float]:
    """The sample after at most a fifth of the calls as warm-up, and the server's CPU seconds meanwhile."""
    warm = len(calls) // 5
    load.run([server.port], calls[:warm], connections=connections, seconds=seconds / 4, is_repeated=False)
    cpu = server.cpu_seconds()
    sample = load.run([server.port], calls[warm:], connections=connections, seconds=seconds, is_repeated=False)
    return sample, server.cpu_seconds() - cpu


def _row(what: str, sample: Sample, size: int, cpu: float) -> list[str]:
    latencies = [f"{sample.percentile(share):.1f}" for share in (0.5, 0.99)]
    microseconds = cpu / max(1, sample.requests * size) * 1e6
    return [what, f"{sample.rate * size:,.0f}", *latencies, f"{microseconds:,.0f}", str(sample.errors)]


def call(id_: uuid.UUID) -> Call:
    """Issue one."""
    return _post(ISSUE, {"id": f"Guarantee_{id_.hex}"})


def call_of_many(ids: Sequence[uuid.UUID]) -> Call:
    """Issue these in one call."""
    return _post(ISSUE_EACH, {"ids": [f"Guarantee_{id_.hex}" for id_ in ids]})


def _post(query: str, variables: dict[str, object]) -> Call:
    body = orjson.dumps({"query": query, "variables": variables})
    return Call.post("/graphql", body, token=SURETY_TOKEN, mark=b'"number":"')


def _of_first_surety(world: World) -> Iterator[tuple[str, str, str]]:
    """Issued guarantees of the first surety with their contracts and applications, in COPY's format, repeatedly.

    Without intermediate advance payments: they are issued only after the advance payment of their contract.
    """
    while True:
        for start in range(0, world.contracts, 100):
            if world.contract(start).surety == 0:
                texts = rows.of_contracts(world, range(start, start + 100))
                contracts, applications, guarantees = (
                    texts[table].decode().splitlines() for table in ("contract", "application", "guarantee")
                )
                for place, guarantee in enumerate(guarantees):
                    if INTERMEDIATE not in guarantee:
                        yield contracts[place // 2], applications[place // 2], guarantee


def _approved(world: World, ids: Sequence[uuid.UUID]) -> dict[str, str]:
    """By table: such guarantees in their state before the issue, electronic, not yet expired, with these ids.

    Each has its own contract and application, which excludes mutual blocking.
    """
    lines: dict[str, list[str]] = {"contract": [], "application": [], "guarantee": []}
    for id_, (contract, application, guarantee) in zip(ids, _of_first_surety(world), strict=False):
        lines["contract"].append(f"{id_.hex}\t{contract.partition(TAB)[2]}\tt\n")
        columns = application.split(TAB)
        columns[0] = columns[3] = id_.hex
        lines["application"].append(TAB.join(columns) + "\n")
        kept = guarantee.split(TAB)[:BEFORE_ISSUE]
        kept[0] = kept[4] = kept[5] = id_.hex
        kept[7], kept[8], kept[11] = "ELECTRONIC", "APPROVED", "2099-03-31"
        lines["guarantee"].append(TAB.join(kept) + "\n")
    return {table: "".join(entries) for table, entries in lines.items()}
