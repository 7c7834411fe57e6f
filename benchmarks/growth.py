"""Growth: the same look-up with ten thousand guarantees, and with ten, a hundred, a thousand times as many."""

from collections.abc import Sequence
from contextlib import ExitStack

from benchmarks import load
from benchmarks.data import dataset
from benchmarks.data.cluster import Cluster
from benchmarks.data.world import World
from benchmarks.operations import look_up
from benchmarks.report import Section, at_most, median, table
from benchmarks.rounds import Effort
from benchmarks.servers import BARE, OURS, running

PAIRS = 20_000
MOST_TIMES_SLOWER = 1.2


async def prepare(cluster: Cluster, sizes: Sequence[int]) -> None:
    """Create the missing databases."""
    for size in sizes:
        await dataset.ensure(cluster, World(size))


def measure(cluster: Cluster, sizes: Sequence[int], effort: Effort) -> Section:
    """A server for each size, rounds interleaved: the latency of single look-ups, and the rate under load."""
    latencies: dict[tuple[str, int], list[float]] = {}
    rates: dict[tuple[str, int], list[float]] = {}
    with ExitStack() as stack:
        started = []
        for size in sizes:
            world = World(size)
            operation = look_up(world.pairs(PAIRS, seed=2))
            for kind in (OURS, BARE):
                server = stack.enter_context(running(kind, cluster, dataset.database_of(world)))
                calls = kind.calls(operation)
                server.await_answer(calls[0])
                started.append(((kind.name, size), server, calls))
        for _ in range(effort.rounds):
            for key, server, calls in started:
                load.run([server.port], calls, connections=effort.connections, seconds=effort.warm_seconds)
                loaded = load.run([server.port], calls, connections=effort.connections, seconds=effort.seconds)
                single = load.run([server.port], calls, connections=1, seconds=effort.seconds)
                rates.setdefault(key, []).append(loaded.rate)
                latencies.setdefault(key, []).append(single.percentile(0.5))
    rows = [
        [f"{size:,}"]
        + [f"{median(latencies[kind.name, size]):.2f}" for kind in (OURS, BARE)]
        + [f"{median(rates[kind.name, size]):,.0f}" for kind in (OURS, BARE)]
        for size in sizes
    ]
    head = ["guarantees", "ours p50 ms", "bare p50 ms", "ours requests/s", "bare requests/s"]
    note = f"p50 of one look-up at a time; requests/s with {effort.connections} connections; {PAIRS:,} pairs at random."
    slower = median(latencies[OURS.name, sizes[-1]]) / median(latencies[OURS.name, sizes[0]])
    what = f"look-up at {sizes[-1]:,} guarantees: times slower than at {sizes[0]:,}"
    return Section("Growth", f"{note}\n\n{table(head, rows)}", [at_most(MOST_TIMES_SLOWER, slower, what, " ×")])
