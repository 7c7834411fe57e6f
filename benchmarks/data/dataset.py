"""The benchmark databases: one for each size, created once and kept in .data/bench.

Up to 200,000 guarantees everything is loaded with all constraints on. Above that, indexes, unique and
foreign keys (including those of other tables that refer to them) are dropped and restored from their own definitions,
which checks every row as well; CHECK constraints always stay on.
"""

import asyncio
import datetime
import hashlib
import io
import multiprocessing
import os
import subprocess
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import product
from typing import Any
from uuid import UUID

import asyncpg

from benchmarks.data import bulk_loading, rows
from benchmarks.data.cluster import Cluster
from benchmarks.data.world import (
    BLOCK,
    BRANCHES,
    CLIENTS,
    CONTRACTOR_TOKEN,
    OBLIGEE_TOKEN,
    OBLIGEES,
    OBLIGEES_A_CLIENT,
    RARE_CLIENT,
    RARE_OBLIGEE,
    REQUIRED,
    SECOND_SURETY_FROM,
    SURETY_TOKEN,
    World,
    branch_code,
    client_token,
    fixed_id,
)
from sample.sample_rates import RATES, SINCE
from security import tokens
from settings import PROJECT_ROOT

UNLIMITED = 2_000_000_000
"""Requests a minute of the API clients."""
CHUNK = 50 * BLOCK
"""The number of contracts that are generated and copied at once."""
BEGINNING = datetime.datetime(2016, 4, 1, tzinfo=datetime.UTC)
FAR_AWAY = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
RATIOS = {
    "advance_payment_ratio_bp": 4000,
    "intermediate_ratio_bp": 2000,
    "combined_ratio_bp": 6000,
    "performance_minimum_ratio_bp": 1000,
    "raised_performance_minimum_ratio_bp": 3000,
}
_SOURCES = (
    "benchmarks/data/world.py",
    "benchmarks/data/rows.py",
    "benchmarks/data/dataset.py",
    "benchmarks/data/bulk_loading.py",
    "sample/sample_rates.py",
    "database/table_rights.py",
    "database/runtime_role.py",
)

Record = Sequence[Any]


def database_of(world: World) -> str:
    """The name of the database of this size."""
    return f"bench_{world.guarantees}"


async def ensure(cluster: Cluster, world: World) -> str:
    """Create the database if it is missing or outdated; returns its URL."""
    name, fingerprint = database_of(world), _fingerprint()
    url = cluster.url(name)
    if await _made_by(url) == fingerprint:
        return url
    print(f"Generating {world.guarantees:,} guarantees …", flush=True)
    url = await cluster.recreate(name)
    _migrate(url)
    connection = await asyncpg.connect(url)
    try:
        await _register(connection, world)
        async with bulk_loading.without_document_jobs(connection), bulk_loading.without_indexes(connection, world):
            await asyncio.to_thread(_copy_all, url, world)
        await _count(connection, world)
        await connection.execute("VACUUM (ANALYZE)", timeout=7200)
        await connection.execute("CHECKPOINT")
        await connection.execute("CREATE SCHEMA benchmark; CREATE TABLE benchmark.made_by (fingerprint text)")
        await connection.execute("INSERT INTO benchmark.made_by VALUES ($1)", fingerprint)
    finally:
        await connection.close()
    return url


def _fingerprint() -> str:
    """A digest of everything that determines the data."""
    digest = hashlib.sha256()
    for path in [PROJECT_ROOT / name for name in _SOURCES] + sorted(PROJECT_ROOT.glob("database/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


async def _made_by(url: str) -> str | None:
    connection = None
    try:
        connection = await asyncpg.connect(url)
        return await connection.fetchval("SELECT fingerprint FROM benchmark.made_by")
    except (asyncpg.InvalidCatalogNameError, asyncpg.UndefinedTableError):
        return None
    finally:
        if connection is not None:
            await connection.close()


def _migrate(url: str) -> None:
    environment = {**os.environ, **REQUIRED, "DATABASE_URL": url}
    command = [PROJECT_ROOT / ".venv/bin/kakusho", "migrate"]
    subprocess.run(command, env=environment, cwd=PROJECT_ROOT, check=True, stdout=subprocess.DEVNULL, timeout=300)  # noqa: S603


async def _register(connection: Any, world: World) -> None:
    """Sureties, branches, obligees, contractors, accounts and tokens."""
    branches = [
        (_id("branch", i), _id("surety", _surety_of(i)), branch_code(i), *rows.branch(i)) for i in range(BRANCHES)
    ]
    contractors = [
        (_id("contractor", i), rows.contractor_name(i), rows.contractor_address(i), "代表取締役　見本 一郎", f"{i:013}")
        for i in range(world.contractors)
    ]
    tables: dict[str, tuple[str, list[Record]]] = {
        "surety": ("id name address representative", [(_id("surety", i), *x) for i, x in enumerate(rows.SURETIES)]),
        "branch": ("id surety_id code name telephone fax", [*branches]),
        "fee_table": (f"id surety_id kind valid_from is_sample {' '.join(next(iter(RATES.values())))}", _fee_tables()),
        "obligee": (
            f"id name title prefecture {' '.join(RATIOS)}",
            [
                (_id("obligee", i), f"第{i + 1}見本市", rows.obligee_title(i), "見本県", *RATIOS.values())
                for i in range(OBLIGEES)
            ],
        ),
        "contractor": ("id name address representative corporate_number", [*contractors]),
        "monthly_payment": ("id surety_id contractor_id valid_from may_pay_monthly", _monthly_payments(world)),
    }
    for table, (columns, records) in (tables | _accounts()).items():
        await connection.copy_records_to_table(table, columns=columns.split(), records=records)


def _accounts() -> dict[str, tuple[str, list[Record]]]:
    """A person of a surety, a contractor and an obligee, and the e-contract systems, with their tokens."""
    companies = {
        "SURETY": (None, _id("surety", 0), None),
        "CONTRACTOR": (_id("contractor", 0), None, None),
        "OBLIGEE": (None, None, _id("obligee", RARE_OBLIGEE)),
    }
    people: list[Record] = [
        (_id("account", i), f"{role.lower()}@staff.example.jp", "見本 担当", "none", role, *company, True)
        for i, (role, company) in enumerate(companies.items())
    ]
    pairs = [*((i // OBLIGEES_A_CLIENT, i) for i in range(OBLIGEES)), *product([RARE_CLIENT], range(OBLIGEES))]
    acts_for: list[Record] = [
        (_id("acts_for", i), _id("client", client), _id("obligee", obligee))
        for i, (client, obligee) in enumerate(pairs)
    ]
    clients = range(CLIENTS + 1)
    systems: list[Record] = [(_id("client", i), f"電子契約システム{i + 1}", True, UNLIMITED) for i in clients]
    of_clients = [_token(i, client_token(i), None, _id("client", i)) for i in clients]
    of_staff = enumerate((SURETY_TOKEN, CONTRACTOR_TOKEN, OBLIGEE_TOKEN))
    of_people = [_token(len(clients) + i, token, _id("account", i), None) for i, token in of_staff]
    return {
        "account": ("id email name password_hash role contractor_id surety_id obligee_id is_active", people),
        "api_client": ("id name is_active requests_per_minute", systems),
        "api_client_obligee": ("id api_client_id obligee_id", acts_for),
        "access_token": ("id digest account_id api_client_id name created_at expires_at", of_clients + of_people),
    }


def _monthly_payments(world: World) -> list[Record]:
    """Every contractor may pay every surety by the month."""
    pairs = product(range(world.contractors), range(len(rows.SURETIES)))
    return [
        (_id("monthly", place), _id("surety", surety), _id("contractor", contractor), SINCE, True)
        for place, (contractor, surety) in enumerate(pairs)
    ]


async def _count(connection: Any, world: World) -> None:
    """Serial counters, after the guarantees: the database checks each against the guarantees with its serials."""
    counters = [
        (_id("counter", i), _id("branch", branch), year, kind.value, last)
        for i, ((branch, year, kind), last) in enumerate(world.counters().items())
    ]
    columns = ["id", "branch_id", "fiscal_year", "kind", "last_serial"]
    await connection.copy_records_to_table("serial_counter", columns=columns, records=counters)


_id = fixed_id


def _fee_tables() -> list[Record]:
    return [
        (_id(f"fee_table {kind}", i), _id("surety", i), kind.value, SINCE, True, *rates.values())
        for i in range(len(rows.SURETIES))
        for kind, rates in RATES.items()
    ]


def _surety_of(branch: int) -> int:
    return int(branch >= SECOND_SURETY_FROM)


def _token(index: int, token: str, account_id: UUID | None, client_id: UUID | None) -> Record:
    name = client_id and "基準"
    return _id("token", index), tokens.digest(token), account_id, client_id, name, BEGINNING, account_id and FAR_AWAY


def _copy_all(url: str, world: World) -> None:
    starts = range(0, world.contracts, CHUNK)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(starts)), context) as pool:
        for done, start in enumerate(pool.map(partial(_copy_chunk, url, world.guarantees), starts), 1):
            if done % 100 == 0:
                print(f"  {start + CHUNK:,} of {world.contracts:,} contracts", flush=True)


_world = cache(World)


def _copy_chunk(url: str, guarantees: int, start: int) -> int:
    """In a separate process: generate a range of contracts and copy it."""
    world = _world(guarantees)
    asyncio.run(_copy(url, rows.of_contracts(world, range(start, min(start + CHUNK, world.contracts)))))
    return start


async def _copy(url: str, texts: dict[str, bytes]) -> None:
    connection = await asyncpg.connect(url)
    try:
        for table, text in texts.items():
            await connection.copy_to_table(table, source=io.BytesIO(text), columns=rows.COLUMNS[table], timeout=600)
    finally:
        await connection.close()
