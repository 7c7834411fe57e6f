"""The comparison: every server with every operation, in interleaved rounds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks import agreement, load, machine
from benchmarks.data.cluster import Cluster
from benchmarks.operations import Operation
from benchmarks.report import Goal, Section, at_least, at_most, median, spread, table
from benchmarks.servers import BARE, MERCURIUS, OURS, Server

MOST_MEGABYTES = 90
REFERENCES = (BARE, MERCURIUS)
WANTED = {
    ("cert", BARE.name): 1.5,
    ("cert", MERCURIUS.name): 1.5,
    ("list", BARE.name): 0.95,
    ("list", MERCURIUS.name): 3.0,
}
"""The required ratio of our rate; design/performance.md."""


@dataclass(frozen=True)
class Effort:
    """Durations and load of a measurement."""

    rounds: int
    warm_seconds: float
    seconds: float
    connections: int


@dataclass(frozen=True)
class Measurement:
    """One server with one operation in one round."""

    rate: float
    p50: float
    p99: float
    errors: int
    server_microseconds: float
    """CPU of the server for one request."""
    database_microseconds: float
    """CPU of PostgreSQL for one request."""
    own_share: float
    foreign_share: float
    """Cores that other processes used."""


Measurements = Mapping[tuple[str, str], list[Measurement]]
"""By operation and server, a measurement for each round."""


def measure(
    servers: Sequence[Server], operations: Sequence[Operation], cluster: Cluster, effort: Effort
) -> tuple[Measurements, Mapping[str, int]]:
    """Verify that all servers agree, then measure; returns also the size of a response by operation."""
    sizes = {operation.name: agreement.require(servers, operation) for operation in operations}
    found: defaultdict[tuple[str, str], list[Measurement]] = defaultdict(list)
    calls = {(o.name, s.kind.name): s.kind.calls(o) for o in operations for s in servers}
    for number in range(effort.rounds):
        first = number % len(servers)
        for operation in operations:
            for server in [*servers[first:], *servers[:first]]:
                key = (operation.name, server.kind.name)
                found[key].append(one(server, calls[key], cluster, effort))
                print(f"  round {number + 1}: {key[0]:<5}{key[1]:<20}{found[key][-1].rate:>8,.0f}/s", flush=True)
    return found, sizes


def one(server: Server, calls: Sequence[load.Call], cluster: Cluster, effort: Effort) -> Measurement:
    """Warm up and measure once."""
    load.run([server.port], calls, connections=effort.connections, seconds=effort.warm_seconds)
    busy, cpu, database_cpu = machine.busy_seconds(), server.cpu_seconds(), cluster.cpu_seconds()
    sample = load.run([server.port], calls, connections=effort.connections, seconds=effort.seconds)
    cpu, database_cpu = server.cpu_seconds() - cpu, max(0.0, cluster.cpu_seconds() - database_cpu)
    foreign = machine.busy_seconds() - busy - cpu - database_cpu - sample.own_cpu_seconds
    requests = max(1, sample.requests)
    return Measurement(
        sample.rate,
        sample.percentile(0.5),
        sample.percentile(0.99),
        sample.errors,
        cpu / requests * 1e6,
        database_cpu / requests * 1e6,
        sample.own_share,
        max(0.0, foreign / sample.seconds),
    )


def sections(
    found: Measurements, servers: Sequence[Server], operations: Sequence[Operation], sizes: Mapping[str, int]
) -> list[Section]:
    """A table for each operation, with its goals; memory."""
    made = [_section(found, servers, operation, sizes[operation.name]) for operation in operations]
    ours = next((server for server in servers if server.kind is OURS), None)
    rows = [[server.kind.title, f"{server.memory():.0f}"] for server in servers]
    goals = [at_most(MOST_MEGABYTES, ours.memory(), "memory after all rounds", " MB")] if ours else []
    return [*made, Section("Memory", table(["server", "resident MB after all rounds"], rows), goals)]


def _section(found: Measurements, servers: Sequence[Server], operation: Operation, size: int) -> Section:
    head = ["server", "requests/s", "spread", "p50 ms", "p99 ms", "server CPU µs", "PostgreSQL CPU µs", "errors"]
    head += [f"× {reference.name}" for reference in REFERENCES if (operation.name, reference.name) in found]
    rows = [_row(found, operation.name, server) for server in servers]
    entries = [entry for (name, _), entries in found.items() if name == operation.name for entry in entries]
    own, foreign = max(entry.own_share for entry in entries), [entry.foreign_share for entry in entries]
    note = (
        f"An answer has {size:,} bytes. The load generator took up to {own:.2f} of a core; what had nothing to do with"
        f" this took {median(foreign):.2f} of a core (at most {max(foreign):.2f})."
    )
    title = f"{operation.title[0].upper()}{operation.title[1:]} (`{operation.name}`)"
    return Section(title, f"{note}\n\n{table(head, rows)}", _goals(found, operation.name))


def _row(found: Measurements, operation: str, server: Server) -> list[str]:
    entries = found[operation, server.kind.name]
    columns = [
        server.kind.title,
        f"{median(e.rate for e in entries):,.0f}",
        spread([e.rate for e in entries]),
        f"{median(e.p50 for e in entries):.1f}",
        f"{median(e.p99 for e in entries):.1f}",
        f"{median(e.server_microseconds for e in entries):,.0f}",
        f"{median(e.database_microseconds for e in entries):,.0f}",
        f"{sum(e.errors for e in entries)}",
    ]
    names = [reference.name for reference in REFERENCES if (operation, reference.name) in found]
    return columns + [f"{ratio(found, operation, server.kind.name, name):.2f}" for name in names]


def ratio(found: Measurements, operation: str, name: str, reference: str) -> float:
    """The ratio to the reference in the same round; the median of the rounds."""
    both = zip(found[operation, name], found[operation, reference], strict=True)
    return median(mine.rate / theirs.rate for mine, theirs in both)


def _goals(found: Measurements, operation: str) -> list[Goal]:
    if (operation, OURS.name) not in found:
        return []
    goals = [
        at_least(wanted, ratio(found, operation, OURS.name, reference), f"{operation}: ours", f" × {reference}")
        for (name, reference), wanted in WANTED.items()
        if name == operation and (name, reference) in found
    ]
    if (operation, BARE.name) in found:
        ours, bare = (median(e.p99 for e in found[operation, name]) for name in (OURS.name, BARE.name))
        goals.append(Goal(f"{operation}: p99 ≤ that of bare ({bare:.1f} ms)", f"{ours:.1f} ms", ours <= bare))
    return goals
