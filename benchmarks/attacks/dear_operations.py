"""Anonymous senders send expensive operations, several at a time: the delay of other requests.

    .venv/bin/python -m benchmarks.attacks.dear_operations

On the data of `benchmarks.operation_costs`: first with the default rate limit by cost, from one address and from eight;
then without a rate limit, so that only the maximum cost of an operation and the slices apply.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from benchmarks import operation_costs
from benchmarks.attacks import loopback
from benchmarks.data.cluster import Cluster
from benchmarks.data.cluster import running as cluster_running
from benchmarks.data.world import World
from benchmarks.operations import list_
from benchmarks.servers import OURS, UNLIMITED_COST, Server, running
from benchmarks.watched_server import longest_turn
from settings import Settings

AT_ONCE = 4
"""From each address."""
SECONDS, CALM_SECONDS = 12, 5
FIELDS = "name title prefecture acceptsElectronic acceptances { kind contractType from basis channels note }"
FORBIDDEN = " ".join(f"a{n}: obligees(first: 100) {{ edges {{ node {{ {FIELDS} }} }} }}" for n in range(15))
DEAR = f"{{ obligees(first: 100) {{ edges {{ cursor node {{ id {FIELDS} limits {{ combinedRatio }} }} }} }} }}"
TWICE = f"{{ __typename {DEAR[2:-2]} b: {DEAR[2:-2]} }}"
"""Not compiled."""
INTROSPECTION = "{ __schema { types { name fields { name args { name } type { name ofType { name } } } } } }"
PUBLIC = "{ obligees(first: 10) { edges { node { name } } } }"


def main() -> None:
    """From one address, from eight, and from one without a rate."""
    default = Settings.model_fields["cost_per_minute"].default
    with cluster_running() as cluster:
        database = asyncio.run(operation_costs.copy_of(cluster, World(2_000)))
        for addresses, rate in ((1, default), (8, default), (1, UNLIMITED_COST)):
            _attacked(cluster, database, addresses, rate)


def _attacked(cluster: Cluster, database: str, addresses: int, rate: int) -> None:
    with running(operation_costs.watched(), cluster, database, prefix=["env", f"COST_PER_MINUTE={rate}"]) as server:
        server.await_answer(OURS.calls(list_())[0])
        asyncio.run(_run(server, addresses, f"{addresses} × {AT_ONCE} dear operations, {rate:,} a minute"))


async def _run(server: Server, addresses: int, name: str) -> None:
    others: dict[str, Callable[[], Awaitable[bool]]] = {
        "sign of life": lambda: _alive(server.port),
        "ten obligees from another address": lambda: _asked(server.port),
    }
    longest_turn(operation_costs.TURNS)
    quiet = await _measured(others, CALM_SECONDS)
    calm = longest_turn(operation_costs.TURNS)
    watched: Any = server  # of which only the process is looked at
    before, stop = loopback.usage_of(watched), asyncio.Event()
    peak = asyncio.create_task(loopback.peak_of(watched, stop))
    with loopback.attacked("dear_operations", server.port, addresses) as outcomes:
        found = await _measured(others, SECONDS)
    stop.set()
    loopback.show(name, quiet, found, before, await peak)
    held = longest_turn(operation_costs.TURNS)
    print(f"longest turn of the loop, CPU time: {calm:.0f} ms before, {held:.0f} ms under attack")
    print(f"answers: {dict(outcomes)}\n", flush=True)


async def _measured(others: dict[str, Callable[[], Awaitable[bool]]], seconds: float) -> dict[str, loopback.Others]:
    found = await asyncio.gather(*(loopback.measured(one, seconds=seconds, pause=0.01) for one in others.values()))
    return dict(zip(others, found, strict=True))


async def _alive(port: int) -> bool:
    request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    return (await loopback.ask(port, request, source="127.9.0.2")).status == 200  # noqa: PLR2004


async def _asked(port: int) -> bool:
    return b'"edges"' in (await loopback.ask(port, loopback.graphql(PUBLIC), source="127.9.0.1")).body


def _senders(port: int, addresses: int) -> list[Callable[[], Awaitable[str]]]:
    def sender(number: int) -> Callable[[], Awaitable[str]]:
        query = (DEAR, TWICE, INTROSPECTION, f"{{ {FORBIDDEN} }}")[number % AT_ONCE]

        async def once() -> str:
            answer = await loopback.ask(port, loopback.graphql(query), source=f"127.1.0.{number // AT_ONCE + 1}")
            if answer.status == 429:  # noqa: PLR2004
                await asyncio.sleep(0.1)
            errors = json.loads(answer.body).get("errors") if answer.body else None
            return f"{answer.status} {errors[0]['extensions']['code'] if errors else f'{len(answer.body):,} bytes'}"

        return once

    return [sender(number) for number in range(addresses * AT_ONCE)]


if __name__ == "__main__":
    if sys.argv[1:]:
        asyncio.run(loopback.attack(_senders(int(sys.argv[1]), int(sys.argv[2]))))
    else:
        main()
