"""Everything in one run: python -m benchmarks (make bench)."""

import argparse
import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import (
    ceiling,
    cold_start,
    documents,
    dry_runs,
    growth,
    issuing,
    lists,
    machine,
    mails,
    node,
    report,
    rounds,
    two_processes,
    uploads,
)
from benchmarks.data import dataset
from benchmarks.data.cluster import FOLDER, Cluster
from benchmarks.data.cluster import running as cluster_running
from benchmarks.data.world import World
from benchmarks.load import LoadError
from benchmarks.operations import Operation, list_, look_up
from benchmarks.report import Section
from benchmarks.rounds import Effort
from benchmarks.servers import KINDS, ON_NODE, Kind, running
from settings import PROJECT_ROOT

PAIRS = 4000
SIZES = (10_000, 100_000, 1_000_000)
RESULTS = PROJECT_ROOT / "benchmarks/results.md"


@dataclass(frozen=True)
class Run:
    """The common parameters of all parts."""

    cluster: Cluster
    world: World
    kinds: Sequence[Kind]
    effort: Effort
    arguments: argparse.Namespace

    @property
    def database(self) -> str:
        """The name of the database of the comparison."""
        return dataset.database_of(self.world)

    def operations(self) -> list[Operation]:
        """Both."""
        return [look_up(self.world.pairs(PAIRS)), list_()]


def main() -> int:
    """Measure and report; returns the exit status."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    kinds = _available([KINDS[name] for name in arguments.servers])
    effort = Effort(2, 1, 2, 32) if arguments.quick else Effort(arguments.rounds, arguments.warm, arguments.seconds, 32)
    with cluster_running() as cluster:
        text, failed = _measured(Run(cluster, World(arguments.size), kinds, effort, arguments))
    is_partial = arguments.quick or failed or set(arguments.parts) != set(PARTS) or set(arguments.servers) != set(KINDS)
    output = arguments.output or (FOLDER / "results.md" if is_partial else RESULTS)
    output.write_text(text, encoding="utf-8")
    print(f"\n{text}\nWritten to {output}" + (f"; failed: {', '.join(failed)}" if failed else ""))
    return bool(failed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS='…'", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="2 rounds of 2 seconds: whether it works, not how fast")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warm", type=float, default=4, help="seconds before each measurement")
    parser.add_argument("--seconds", type=float, default=6, help="of each measurement")
    parser.add_argument("--size", type=int, default=10_000, help="guarantees in the comparison")
    parser.add_argument("--growth", type=int, help=f"largest size of the growth run (default {SIZES[-1]:,})")
    parser.add_argument("--servers", nargs="+", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument(
        "--output", type=Path, help="where the report goes (default benchmarks/results.md if it is whole)"
    )
    return parser.parse_args()


def _available(kinds: list[Kind]) -> list[Kind]:
    """Without those on Node.js where it cannot be had."""
    if not any(kind.name in ON_NODE for kind in kinds):
        return kinds
    try:
        node.install_peers()
    except (OSError, subprocess.SubprocessError) as error:
        print(f"The peers on Node.js are left out: {error}", file=sys.stderr)
        return [kind for kind in kinds if kind.name not in ON_NODE]
    return kinds


def _measured(run: Run) -> tuple[str, list[str]]:
    """The report, and which parts of it failed."""
    effort, arguments = run.effort, run.arguments
    how = (
        f"{effort.rounds} interleaved rounds, {effort.warm_seconds:g} s warm + {effort.seconds:g} s measured each,"
        f" {effort.connections} connections, one process a server, pool of 10; medians of the rounds;"
        f" {run.world.guarantees:,} guarantees"
    )
    has_node = any(kind.name in ON_NODE for kind in run.kinds)
    introduction = machine.describe(postgresql=asyncio.run(run.cluster.version()), how=how, has_node=has_node)
    asyncio.run(dataset.ensure(run.cluster, run.world))
    sections: list[Section] = []
    failed: list[str] = []
    for part in (part for part in PARTS if part in arguments.parts):
        print(f"== {part}", flush=True)
        try:
            sections += PARTS[part](run)
        except LoadError as error:
            failed.append(part)
            sections.append(Section(f"Failed: {part}", f"```\n{error}\n```"))
    return report.whole(introduction, sections), failed


def _ceiling(run: Run) -> list[Section]:
    return [ceiling.measure(connections=run.effort.connections, seconds=run.effort.seconds)]


def _compare(run: Run) -> list[Section]:
    operations = run.operations()
    with ExitStack() as stack:
        servers = [stack.enter_context(running(kind, run.cluster, run.database)) for kind in run.kinds]
        for server in servers:
            server.await_answer(server.kind.calls(operations[0])[0])
        found, sizes = rounds.measure(servers, operations, run.cluster, run.effort)
        return rounds.sections(found, servers, operations, sizes)


def _growth(run: Run) -> list[Section]:
    most = run.arguments.growth or (SIZES[1] if run.arguments.quick else SIZES[-1])
    sizes = sorted({size for size in SIZES if size < most} | {most})
    asyncio.run(growth.prepare(run.cluster, sizes))
    return [growth.measure(run.cluster, sizes, run.effort)]


def _lists(run: Run) -> list[Section]:
    most = run.arguments.growth or (SIZES[1] if run.arguments.quick else SIZES[-1])
    sizes = (SIZES[0], most)
    asyncio.run(lists.prepare(run.cluster, sizes))
    return [lists.measure(run.cluster, sizes, run.effort)]


def _two(run: Run) -> list[Section]:
    return [two_processes.measure(run.cluster, run.database, run.operations(), run.effort)]


def _cold(run: Run) -> list[Section]:
    return [cold_start.measure(run.cluster, run.database, run.kinds, run.operations()[0], tries=run.effort.rounds)]


def _documents(run: Run) -> list[Section]:
    return documents.measure(is_quick=run.arguments.quick)


def _issuing(run: Run) -> list[Section]:
    ids = asyncio.run(issuing.prepare(run.cluster, run.world, issuing.needed(run.effort.seconds)))
    return [issuing.measure(run.cluster, ids, seconds=run.effort.seconds)]


def _dry_runs(run: Run) -> list[Section]:
    return [dry_runs.measure(run.cluster, run.database, run.operations()[0], run.effort)]


def _mails(run: Run) -> list[Section]:
    return [mails.measure(run.cluster, run.world, seconds=run.effort.seconds)]


def _uploads(run: Run) -> list[Section]:
    return [uploads.measure(run.cluster, run.world, run.operations()[0], run.effort)]


PARTS: Mapping[str, Callable[[Run], list[Section]]] = {
    "ceiling": _ceiling,
    "compare": _compare,
    "growth": _growth,
    "lists": _lists,
    "two": _two,
    "cold": _cold,
    "issuing": _issuing,
    "dry_runs": _dry_runs,
    "documents": _documents,
    "mails": _mails,
    "uploads": _uploads,
}
"""Everything that can be measured, in this order."""


if __name__ == "__main__":
    sys.exit(main())
