"""Where our server's time goes: it runs under py-spy, or cProfile where that is not to be had, while it is loaded.

    .venv/bin/python -m benchmarks.profile cert --seconds 15

prints the functions with most time of their own and writes the whole to .data/bench/profile-<operation>.…
"""

import argparse
import asyncio
import pstats
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks import load
from benchmarks.data import dataset
from benchmarks.data.cluster import FOLDER, Cluster
from benchmarks.data.cluster import running as cluster_running
from benchmarks.data.world import World
from benchmarks.operations import Operation, list_, look_up
from benchmarks.servers import OURS, running
from settings import PROJECT_ROOT

PAIRS = 4000
TOP = 40
RATE = 250
"""Samples a second."""
SPY_SECONDS = 20
"""The maximum time that py-spy takes to begin and to end."""


def main() -> int:
    """Profile one operation."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile", description=__doc__)
    parser.add_argument("operation", choices=["cert", "list"])
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--cprofile", action="store_true", help="use cProfile even if py-spy is there: exact counts")
    arguments = parser.parse_args()
    world = World(arguments.size)
    operation = look_up(world.pairs(PAIRS)) if arguments.operation == "cert" else list_()
    profile = _under_cprofile if arguments.cprofile or not _spy() else _under_spy
    with cluster_running() as cluster:
        asyncio.run(dataset.ensure(cluster, world))
        profile(cluster, dataset.database_of(world), operation, arguments)
    return 0


def _spy() -> list[str | Path]:
    """py-spy: from PATH, else fetched by uv into its cache; empty if there is none."""
    if found := shutil.which("py-spy"):
        return [found]
    uv = PROJECT_ROOT / ".venv/bin/uv"
    command: list[str | Path] = [uv, "tool", "run", "--from", "py-spy", "py-spy"]
    if uv.exists() and subprocess.run([*command, "--version"], check=False, capture_output=True).returncode == 0:  # noqa: S603
        return command
    return []


def _under_spy(cluster: Cluster, database: str, operation: Operation, arguments: argparse.Namespace) -> None:
    speedscope, folded = (FOLDER / f"profile-{operation.name}.{ending}" for ending in ("speedscope.json", "folded"))
    calls = OURS.calls(operation)
    with running(OURS, cluster, database) as server:
        server.await_answer(calls[0])
        load.run([server.port], calls, connections=arguments.connections, seconds=4)
        for form, path in (("raw", folded), ("speedscope", speedscope)):
            command = [*_spy(), "record", "--pid", str(server.process.pid), "--duration", str(int(arguments.seconds))]
            command += ["--rate", str(RATE), "--format", form, "--output", path, "--function"]
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as spy:  # noqa: S603
                try:
                    sample = load.run(
                        [server.port], calls, connections=arguments.connections, seconds=arguments.seconds + 2
                    )
                    spy.wait(SPY_SECONDS)
                finally:
                    spy.kill()
    print(f"{sample.rate:,.0f} requests/s while profiled; {speedscope} and {folded} have it all\n")  # pyright: ignore[reportPossiblyUnboundVariable]
    _print_folded(folded.read_text().splitlines())


def _print_folded(lines: Sequence[str]) -> None:
    """The functions with samples in their own code, and those with samples on the stack."""
    own: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    for line in lines:
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        own[frames[-1]] += int(count)
        anywhere.update(dict.fromkeys(frames, int(count)))
    total = sum(own.values()) or 1
    for title, counter in (("own time", own), ("with what it calls", anywhere)):
        print(f"{title}:")
        for name, count in counter.most_common(TOP):
            print(f"  {count / total:6.1%}  {name}")


def _under_cprofile(cluster: Cluster, database: str, operation: Operation, arguments: argparse.Namespace) -> None:
    path = FOLDER / f"profile-{operation.name}.pstats"
    calls = OURS.calls(operation)
    prefix = [sys.executable, "-m", "cProfile", "-o", path]
    with running(OURS, cluster, database, prefix=prefix) as server:
        server.await_answer(calls[0])
        sample = load.run([server.port], calls, connections=arguments.connections, seconds=arguments.seconds)
    print(f"{sample.rate:,.0f} requests/s while profiled; {path} has it all\n")
    pstats.Stats(str(path)).strip_dirs().sort_stats("tottime").print_stats(TOP)


if __name__ == "__main__":
    sys.exit(main())
