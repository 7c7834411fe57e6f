"""One server process against two: the load is divided between two ports, as by a balancer."""

import os
from collections.abc import Sequence
from contextlib import ExitStack

from benchmarks import load
from benchmarks.data.cluster import Cluster
from benchmarks.operations import Operation
from benchmarks.report import Goal, Section, at_least, median, table
from benchmarks.rounds import Effort
from benchmarks.servers import OURS, Server, running

WANTED = 1.7


def measure(cluster: Cluster, database: str, operations: Sequence[Operation], effort: Effort) -> Section:
    """The rate of both set-ups, interleaved, and the maximum that the machine allows."""
    rows: list[list[str]] = []
    goals: list[Goal] = []
    with ExitStack() as stack:
        servers = [stack.enter_context(running(OURS, cluster, database)) for _ in range(2)]
        for operation in operations:
            calls = OURS.calls(operation)
            for server in servers:
                server.await_answer(calls[0])
            pairs = [[_one(servers[:count], calls, cluster, effort) for count in (1, 2)] for _ in range(effort.rounds)]
            gain = median(two / one for (one, _), (two, _) in pairs)
            room = median(most / one for (one, most), _ in pairs)
            rates = [median(pair[place][0] for pair in pairs) for place in range(2)]
            rows.append([operation.name, *(f"{rate:,.0f}" for rate in rates), f"{gain:.2f}", f"{room:.2f}"])
            goals.append(at_least(WANTED, gain, f"{operation.name}: two processes", " × one"))
    note = (
        f"The load generator and PostgreSQL share the {os.cpu_count()} cores with the servers. The last column is the"
        " gain if every core were busy with this work alone, at the CPU time that a request took everywhere together."
    )
    text = table(["operation", "one process, requests/s", "two", "gain", "room on this machine"], rows)
    return Section("Two processes", f"{note}\n\n{text}", goals)


def _one(
    servers: Sequence[Server], calls: Sequence[load.Call], cluster: Cluster, effort: Effort
) -> tuple[float, float]:
    """The rate, and its extrapolation to all cores busy."""

    def spent() -> float:
        return cluster.cpu_seconds() + sum(server.cpu_seconds() for server in servers)

    ports = [server.port for server in servers]
    load.run(ports, calls, connections=effort.connections, seconds=effort.warm_seconds)
    before = spent()
    sample = load.run(ports, calls, connections=effort.connections, seconds=effort.seconds)
    busy = spent() - before + sample.own_cpu_seconds
    return sample.rate, sample.requests / busy * (os.cpu_count() or 1)
