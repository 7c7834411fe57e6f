"""The compiled path beside graphql-core: a list, with a filter too, a look-up and a node, both paths in one process.

    .venv/bin/python -m benchmarks.compiled_path            # --quick to see whether it works

Rounds are interleaved and the CPU time of the process is compared, so that what else the machine does matters little.
"""

import argparse
import asyncio
import datetime
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

import models
from benchmarks import report
from benchmarks.data import dataset
from benchmarks.data.cluster import Cluster
from benchmarks.data.cluster import running as cluster_running
from benchmarks.data.world import KEYRING, SURETY_TOKEN, World, client_token
from benchmarks.operations import LIST, LOOK_UP
from database import connection
from resolvers import throttle_failures
from resolvers.parties import identify
from schema.build import schema
from schema.compiled.execution import Executor
from schema.context import Context, Services
from schema.reading.ids import to_id
from schema.reading.parsed_documents import Operation
from security.rate_limiter import RateLimiter
from security.throttle import Throttle

NODE = (
    "query Node($id: ID!) { node(id: $id) { id ... on Guarantee { number status amount contract { projectName } } } }"
)
FILTERED = """
query Filtered($f: GuaranteeFilter) { guarantees(first: 20, filter: $f) {
  totalCount edges { cursor node { id number status amount contract { projectName contractor { name } } } }
  pageInfo { hasNextPage endCursor } } }
"""
AT_ONCE = 16
"""Concurrent requests."""
Answer = Callable[[Operation, Context], Awaitable[bytes]]


@dataclass(frozen=True)
class Case:
    """An operation with the variables of each request, and the account."""

    name: str
    query: str
    variables: Sequence[dict[str, Any]]
    token: str


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compiled_path", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="whether it works, not how fast it is")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--batches", type=int, default=10, help=f"of {AT_ONCE} requests, in each round")
    parser.add_argument("--size", type=int, default=2_000, help="guarantees")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.rounds, arguments.batches = 2, 1
    with cluster_running() as cluster:
        print(asyncio.run(_measured(cluster, World(arguments.size), arguments)))
    return 0


async def _measured(cluster: Cluster, world: World, arguments: argparse.Namespace) -> str:
    url = await dataset.ensure(cluster, world)
    await connection.open_(url)
    unused: Any = None  # no document is read
    services = Services(KEYRING, Throttle(throttle_failures.count), RateLimiter(), unused, unused, unused, unused)
    rows = [await _compared(case, services, arguments) for case in await _cases(world)]
    await connection.close()
    head = ["operation", "graphql-core, CPU ms", "compiled, CPU ms", "gain", "lowest", "highest"]
    return report.table(head, rows)


async def _cases(world: World) -> list[Case]:
    """Look-ups of one system, whose certificates they all are."""
    pairs = [pair for pair in world.pairs(500) if pair.client == 0]
    keys = [{"number": pair.number, "key": pair.key} for pair in pairs]
    ids = [{"id": to_id("Guarantee", row.id)} for row in await models.Guarantee.all().limit(AT_ONCE)]
    return [
        Case("list", LIST, [{"first": 20}], SURETY_TOKEN),
        Case("look-up", LOOK_UP, keys, client_token(0)),
        Case("node", NODE, ids, SURETY_TOKEN),
        Case("filtered", FILTERED, [{"f": {"search": "工事", "isInForce": True, "orderBy": "EXPIRY"}}], SURETY_TOKEN),
    ]


async def _compared(case: Case, services: Services, arguments: argparse.Namespace) -> list[str]:
    """A line of the table: both paths in turn, and their ratio in each round."""
    executor = Executor()

    async def compiled(operation: Operation, context: Context) -> bytes:
        return await executor.run(operation, context) or await core(operation, context)

    async def core(operation: Operation, context: Context) -> bytes:
        result = await schema.execute(operation.query, variable_values=operation.variables, context_value=context)
        if result.errors:
            raise result.errors[0]
        return orjson.dumps({"data": result.data})

    paths: list[Answer] = [core, compiled]
    found: dict[Answer, list[float]] = {path: [] for path in paths}
    for number in range(arguments.rounds + 1):
        for path in paths if number % 2 else reversed(paths):
            seconds = await _seconds(path, case, services, arguments.batches)
            if number:  # the first round warms up
                found[path].append(seconds)
    gains = [slow / fast for slow, fast in zip(found[core], found[compiled], strict=True)]
    times = [f"{statistics.median(found[path]) * 1000:.2f}" for path in paths]
    return [case.name, *times, f"{statistics.median(gains):.2f}", f"{min(gains):.2f}", f"{max(gains):.2f}"]


async def _seconds(path: Answer, case: Case, services: Services, batches: int) -> float:
    """CPU seconds of this process for one request."""
    at = datetime.datetime.now(datetime.UTC)
    viewer = await identify.by_token(token=case.token, address="127.0.0.1", at=at)
    begun = time.process_time()
    for batch in range(batches):
        answers: list[Awaitable[bytes]] = []
        for place in range(AT_ONCE):
            variables = case.variables[(batch * AT_ONCE + place) % len(case.variables)]
            operation = Operation(case.query, variables, None)
            answers.append(path(operation, Context(services, viewer, case.token, "127.0.0.1", at, operation)))
        for answer in await asyncio.gather(*answers):
            if b":null}}" in answer:
                raise ValueError(answer)
    return (time.process_time() - begun) / (batches * AT_ONCE)


if __name__ == "__main__":
    sys.exit(main())
