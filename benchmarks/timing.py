"""Whether the time of a refusal tells its reason. Run it by: python -m benchmarks.timing.

An official asks over HTTP, each time from another address, so that the throttle has no part in it: an unknown number, a
wrong key, or the right key of another obligee's certificate. Every round asks all of it once, in an order made by
chance, and the first one twice: what sets these two apart is the noise of the measurement.
"""

import argparse
import asyncio
import datetime
import http.client
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urlencode

import asyncpg
import orjson

from benchmarks.comparing import Comparison, compare
from benchmarks.data import dataset
from benchmarks.data.cluster import Cluster
from benchmarks.data.cluster import running as cluster_running
from benchmarks.data.world import World, branch_code, fixed_id
from benchmarks.operations import LOOK_UP, look_up
from benchmarks.report import table
from benchmarks.servers import OURS, Server, running
from models.numbering import compose
from security import tokens

UNKNOWN, AGAIN, WRONG, FOREIGN = "unknown number", "unknown number again", "wrong key", "right key, another obligee's"
OBLIGEE = 7
TOKEN = "kakusho-benchmark-official"  # noqa: S105 -- opens generated data only
LAST_SERIALS = 90_000
"""Serials from here on are unused."""
WARM = 200
"""Warm-up rounds."""

Pair = tuple[str, str]
Ask = Callable[[http.client.HTTPConnection, Pair, str], None]


def main() -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5_000)
    rounds = parser.parse_args().rounds
    world = World(10_000)
    with cluster_running() as cluster:
        database = asyncio.run(_prepare(cluster, world))
        # The server trusts the client addresses that the measuring process sends.
        with running(OURS, cluster, database, prefix=("env", "TRUSTED_PROXIES=127.0.0.1")) as server:
            for title, ask in (("GraphQL", _ask_graphql), ("The form of /verify", _ask_form)):
                print(f"\n{title}\n\n{_told(_measure(server, world, ask, rounds))}", flush=True)
    return 0


async def _prepare(cluster: Cluster, world: World) -> str:
    """A copy of the data in which an official of one obligee is signed in; returns its name."""
    await dataset.ensure(cluster, world)
    name = "bench_timing"
    connection = await asyncpg.connect(await cluster.recreate(name, template=dataset.database_of(world)))
    account, now = fixed_id("account", OBLIGEE), datetime.datetime.now(datetime.UTC)
    try:
        await connection.execute(
            "INSERT INTO account (id, email, name, password_hash, role, obligee_id, is_active)"
            " VALUES ($1, 'official@obligee.example.jp', '見本 職員', 'none', 'OBLIGEE', $2, true)",
            account,
            fixed_id("obligee", OBLIGEE),
        )
        await connection.execute(
            "INSERT INTO access_token (id, digest, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
            *(fixed_id("token", 1_000), tokens.digest(TOKEN), account, now, now + datetime.timedelta(days=1)),
        )
        await connection.execute("ANALYZE account, access_token")
    finally:
        await connection.close()
    return name


def _measure(server: Server, world: World, ask: Ask, rounds: int) -> Mapping[str, Sequence[float]]:
    """Microseconds of each series, one request at a time over one connection; a round has one of each."""
    chance = random.Random(1)  # noqa: S311 -- repeatable
    pairs = {name: _pairs(name, world, chance) for name in (UNKNOWN, AGAIN, WRONG, FOREIGN)}
    order = [name for _ in range(WARM + rounds) for name in chance.sample(list(pairs), len(pairs))]
    numbers = chance.sample(range(1 << 24), len(order))
    # All requests are prepared before: the client's work between two requests would affect the second.
    asked = [(name, next(pairs[name]), _address(number)) for name, number in zip(order, numbers, strict=True)]
    found: dict[str, list[float]] = {name: [] for name in pairs}
    server.await_answer(OURS.calls(look_up(world.pairs(1)))[0])
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    for name, pair, address in asked:
        began = time.perf_counter_ns()
        ask(connection, pair, address)
        found[name].append((time.perf_counter_ns() - began) / 1_000)
    connection.close()
    return {name: taken[WARM:] for name, taken in found.items()}


def _address(number: int) -> str:
    """One of 2^24."""
    return f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"


def _pairs(name: str, world: World, chance: random.Random) -> Iterator[Pair]:
    """Numbers and keys, all invalid."""
    while True:
        contract = world.contract(chance.randrange(world.contracts))
        other = world.contract(chance.randrange(world.contracts))
        is_own = contract.obligee == OBLIGEE
        if name in {UNKNOWN, AGAIN}:
            serial = chance.randrange(LAST_SERIALS, 100_000)
            code = branch_code(contract.branch)
            yield compose(branch_code=code, year=contract.year, kind=contract.kinds[0], serial=serial), other.keys[0]
        elif name == WRONG and is_own and other.index != contract.index:
            yield contract.numbers[0], other.keys[0]
        elif name == FOREIGN and not is_own:
            yield contract.numbers[0], contract.keys[0]


def _ask_graphql(connection: http.client.HTTPConnection, pair: Pair, address: str) -> None:
    body = orjson.dumps({"query": LOOK_UP, "variables": {"number": pair[0], "key": pair[1]}})
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": address}
    connection.request("POST", "/graphql", body, headers)
    answer = connection.getresponse().read()
    if answer != b'{"data":{"certificate":null}}':
        raise AssertionError(answer)


def _ask_form(connection: http.client.HTTPConnection, pair: Pair, address: str) -> None:
    body = urlencode({"number": pair[0], "key": pair[1]})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"kakusho={TOKEN}",
        "Sec-Fetch-Site": "same-origin",
        "X-Forwarded-For": address,
    }
    connection.request("POST", "/verify", body, headers)
    response = connection.getresponse()
    if response.status != http.HTTPStatus.NOT_FOUND:
        raise AssertionError(response.status)
    response.read()


def _told(found: Mapping[str, Sequence[float]]) -> str:
    """A table of comparisons with the unknown number."""
    rows = [[name, *_cells(compare(found[UNKNOWN], found[name]))] for name in (AGAIN, WRONG, FOREIGN)]
    head = [
        f"{UNKNOWN} ({len(found[UNKNOWN]):,} rounds) against",
        "slower in",
        "p (Wilcoxon)",
        "median difference, µs (95 %)",
        "trimmed mean, µs (95 %)",
    ]
    return table(head, rows)


def _cells(found: Comparison) -> list[str]:
    def interval(values: tuple[float, float, float]) -> str:
        return f"{values[0]:+.1f} ({values[1]:+.1f} … {values[2]:+.1f})"

    return [f"{found.larger:.1%}", f"{found.p_value:.2g}", interval(found.median), interval(found.mean)]


if __name__ == "__main__":
    sys.exit(main())
