"""Cold start: from starting a process to its first response, with the database running and its files in memory."""

import time
from collections.abc import Sequence

from benchmarks.data.cluster import Cluster
from benchmarks.operations import Operation
from benchmarks.report import Section, median, table
from benchmarks.servers import Kind, running


def measure(cluster: Cluster, database: str, kinds: Sequence[Kind], operation: Operation, *, tries: int) -> Section:
    """The median of several starts of each server."""
    rows: list[list[str]] = []
    for kind in kinds:
        call = kind.calls(operation)[0]
        spent: list[float] = []
        for _ in range(tries):
            began = time.perf_counter()
            with running(kind, cluster, database) as server:
                server.await_answer(call)
                spent.append(time.perf_counter() - began)
        rows.append([kind.title, f"{median(spent):.2f}", f"{min(spent):.2f}", f"{max(spent):.2f}"])
    note = f"From starting the process to the first good answer to `{operation.name}`, {tries} times."
    return Section("Cold start", f"{note}\n\n{table(['server', 'median s', 'fastest', 'slowest'], rows)}")
