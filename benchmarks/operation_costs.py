"""Time for which operations within the limits block the event loop: the most expensive ones, then random ones.

    .venv/bin/python -m benchmarks.operation_costs                    # some minutes; --operations 300 for less
    .venv/bin/python -m benchmarks.operation_costs --size 100000      # on 10^5 guarantees

A real server process, one request at a time over HTTP; the blocked time is the CPU time of the loop's longest turn.
"""

import argparse
import asyncio
import http.client
import os
import random
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson
from graphql import GraphQLObjectType, get_named_type, is_required_argument, parse, validate

from benchmarks import report
from benchmarks.data import dataset
from benchmarks.data.cluster import FOLDER, Cluster
from benchmarks.data.cluster import running as cluster_running
from benchmarks.data.world import SURETY_TOKEN, World, client_token
from benchmarks.operations import list_
from benchmarks.servers import OURS, Kind, Server, running
from benchmarks.watched_server import FILE, LENGTH, longest_turn
from schema.build import graphql_schema
from schema.reading import operation_cost, operation_limits
from schema.reading.operation_cost import Cost
from tests.support.random_operations import PAGES, Writer

TOKENS = {"surety": SURETY_TOKEN, "e-contract system": client_token(0), "stranger": ""}
TURNS = FOLDER / "longest-turn"
MAY_READ = {
    "surety": {*PAGES} - {"apiClients"},
    "e-contract system": {"obligees", "guarantees", "certificates"},
    "stranger": {"obligees"},
}
MOST_MILLISECONDS = 250
MORE = """
INSERT INTO obligee SELECT (json_populate_record(o, json_build_object('id', gen_random_uuid(), 'name', o.name || n))).*
FROM obligee o, generate_series(1, 200) n WHERE o.id = (SELECT id FROM obligee LIMIT 1);
INSERT INTO electronic_acceptance (id, obligee_id, kind, contract_type, from_date, basis, channels, notice_addresses)
SELECT gen_random_uuid(), o.id, kind, type, '2024-04-01', 'CONTRACT_DATE', '{EMAIL,DIRECT}', '{}'
FROM obligee o, unnest(ARRAY['ADVANCE_PAYMENT','INTERMEDIATE_ADVANCE_PAYMENT','PERFORMANCE']) kind,
unnest(ARRAY['WORKS','SERVICES']) type;
INSERT INTO message (id, application_id, sent_at, sender, body)
SELECT gen_random_uuid(), a.id, now(), 'SURETY', repeat('確認', 20)
FROM (SELECT id FROM application ORDER BY id DESC LIMIT 100) a, generate_series(1, 50);
"""
"""Added to the generated data: more obligees than a page has, with acceptances, and messages."""


@dataclass(frozen=True)
class Case:
    """An operation, and its sender."""

    name: str
    query: str
    variables: Mapping[str, Any]
    sender: str
    cost: int

    def ask(self, connection: http.client.HTTPConnection) -> bytes:
        """The body of the response, whatever it is."""
        headers = {"Content-Type": "application/json"}
        if token := TOKENS[self.sender]:
            headers["Authorization"] = f"Bearer {token}"
        body = orjson.dumps({"query": self.query, "variables": self.variables})
        connection.request("POST", "/graphql", body, headers)
        return connection.getresponse().read()


@dataclass
class Found:
    """The measurements of one operation."""

    case: Case
    held: float
    """Milliseconds of CPU time of the longest turn of the loop."""
    cpu: float
    """Milliseconds of the server's process."""
    size: int


def main() -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.operation_costs", description=__doc__)
    parser.add_argument("--operations", type=int, default=10_000, help="random ones")
    parser.add_argument("--size", type=int, default=2_000, help="guarantees")
    arguments = parser.parse_args()
    with cluster_running() as cluster:
        database = asyncio.run(copy_of(cluster, World(arguments.size)))
        with running(watched(), cluster, database) as server:
            sections = [
                _measured(server, "The dearest operations", list(_dearest()), is_whole=True),
                _measured(server, "Random operations", list(_random(arguments.operations)), is_whole=False),
            ]
    print(report.whole(f"{arguments.size:,} guarantees.\n", sections))
    return 0


async def copy_of(cluster: Cluster, world: World) -> str:
    """A database with the generated data, and more."""
    await dataset.ensure(cluster, world)
    name = "bench_operation_costs"
    connection = await asyncpg.connect(await cluster.recreate(name, template=dataset.database_of(world)))
    await connection.execute(MORE)
    await connection.close()
    return name


def watched() -> Kind:
    """Our server, which writes the longest turn of its loop to `TURNS`."""
    TURNS.write_bytes(bytes(LENGTH))
    os.environ[FILE] = str(TURNS)
    return Kind("watched", "Kakusho under watch", lambda: [sys.executable, "-m", "benchmarks.watched_server"])


def cost_of(query: str) -> Cost | None:
    """The cost of an operation; None if it is not valid or above the limits."""
    document = parse(query)
    if list(operation_limits.check(graphql_schema, document)) or validate(graphql_schema, document):
        return None
    return operation_cost.of(graphql_schema, document)


def _dearest() -> Iterator[Case]:
    """For each list the maximum of rows, fields and nested lists within the limits."""
    for sender in TOKENS:
        for root in PAGES:
            if root not in MAY_READ[sender]:
                continue
            for seed in range(6):
                yield from _enlarged(f"{root} {seed}", root, random.Random(seed), sender)  # noqa: S311 -- repeatable
        yield Case(
            "introspection",
            "{ __schema { types { fields { name description args { name type { name } } type"
            " { name kind ofType { name kind } } } inputFields { name } } } }",
            {},
            sender,
            5000,
        )


def _enlarged(name: str, root: str, source: random.Random, sender: str) -> Iterator[Case]:
    """A selection, with the largest page and the most aliases within the limits."""
    connection = get_named_type(graphql_schema.query_type.fields[root].type)  # type: ignore[union-attr]
    node = get_named_type(get_named_type(connection.fields["edges"].type).fields["node"].type)
    body = _selection(node, source, depth=3, used={root})
    best: Case | None = None
    for aliases in (1, 4, 15):
        pages = " ".join(f"a{n}: {root}(first: $n) {{ edges {{ node {{ {body} }} }} }}" for n in range(aliases))
        pages = pages if aliases > 1 else pages.removeprefix("a0: ")
        query = f"query($n: Int!) {{ {pages} }}"
        if (costs := cost_of(query)) is None:
            continue
        for first in range(1, 101):
            cost = costs.of({"n": first})
            if cost <= operation_cost.MAX_COST and (best is None or cost > best.cost):
                best = Case(f"{name}, {aliases} × {first}", query, {"n": first}, sender, cost)
    if best:
        yield best


def _selection(type_: Any, source: random.Random, *, depth: int, used: set[str]) -> str:
    names = [name for name, each in type_.fields.items() if not any(map(is_required_argument, each.args.values()))]
    parts: list[str] = []
    for name in source.sample(names, source.randint(min(3, len(names)), len(names))):
        below = get_named_type(type_.fields[name].type)
        if name in {"document", "keyNotice", "authKey"}:  # they write, and wait
            continue
        if not isinstance(below, GraphQLObjectType):
            parts.append(name)
        elif depth and name not in used and not below.name.endswith("Connection"):
            parts.append(f"{name} {{ {_selection(below, source, depth=depth - 1, used=used | {name})} }}")
    return " ".join(parts or ["__typename"])


def _random(count: int) -> Iterator[Case]:
    writer, source, made = Writer(1, []), random.Random(1), 0  # noqa: S311 -- repeatable
    while made < count:
        query, variables = writer.page()
        costs = cost_of(query)
        if costs is not None and (cost := costs.of(variables)) <= operation_cost.MAX_COST:
            made += 1
            yield Case("random", query, variables, source.choice(list(TOKENS)), cost)


def _measured(server: Server, title: str, cases: Sequence[Case], *, is_whole: bool) -> report.Section:
    found: list[Found] = []
    server.await_answer(OURS.calls(list_())[0])
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    for case in cases:
        began = server.process.cpu_times()
        longest_turn(TURNS)
        size = len(case.ask(connection))
        held, ended = longest_turn(TURNS), server.process.cpu_times()
        cpu = (ended.user + ended.system - began.user - began.system) * 1000
        found.append(Found(case, held, cpu, size))
    worst = sorted(found, key=lambda each: each.held, reverse=True)
    rows = [[*_described(each.case), f"{each.held:.1f}", f"{each.cpu:.0f}", f"{each.size:,}"] for each in worst[:12]]
    held = sorted(each.held for each in found)
    beyond = sum(each > MOST_MILLISECONDS for each in held)
    per_point = [each.cpu * 1000 / each.case.cost for each in found if each.case.cost > operation_cost.MAX_COST / 2]
    note = (
        f"{len(found):,} operations, the loop held in the median {statistics.median(held):.1f} ms, p99"
        f" {held[int(0.99 * len(held))]:.1f} ms, at most {held[-1]:.1f} ms, {beyond} beyond {MOST_MILLISECONDS} ms."
    )
    if is_whole and per_point:
        note += f" CPU time for a point: {statistics.median(per_point):.1f} µs, at most {max(per_point):.1f} µs."
    table = report.table(["operation", "who", "cost", "held ms", "CPU ms", "bytes"], rows)
    return report.Section(title, f"{note}\n\n{table}", [report.at_most(MOST_MILLISECONDS, held[-1], title, " ms")])


def _described(case: Case) -> tuple[str, str, str]:
    text = case.query if case.name == "random" else case.name
    return f"`{text[:90]}`", case.sender, f"{case.cost:,}"


if __name__ == "__main__":
    sys.exit(main())
