"""The benchmark databases: the loading path for large ones, forced on a small one."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from benchmarks.data import bulk_loading, dataset, rows
from benchmarks.data.cluster import Cluster
from benchmarks.data.world import World

WORLD = World(2_000)
DEFINITIONS = """
SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated AS text
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT pg_get_indexdef(indexrelid) || ' ' || indisvalid FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
"""


@pytest.fixture
async def cluster(owner_url: str) -> AsyncIterator[Cluster]:
    """The server of the tests; the databases are dropped afterwards."""
    cluster = Cluster(owner_url)
    yield cluster
    connection = await asyncpg.connect(owner_url)
    for name in (dataset.database_of(WORLD), "bench_empty"):
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await connection.close()


async def described(url: str, statement: str) -> list[Any]:
    connection = await asyncpg.connect(url)
    try:
        return sorted(row["text"] for row in await connection.fetch(statement))
    finally:
        await connection.close()


async def others_that_refer(url: str) -> set[str]:
    """Tables that are not loaded, with foreign keys to loaded ones."""
    connection = await asyncpg.connect(url)
    tables = list(rows.COLUMNS)
    foreign = {row["table"] for row in await connection.fetch(bulk_loading.CONSTRAINTS, "f", tables)}
    await connection.close()
    return foreign - set(tables)


async def test_what_is_taken_away_to_load_much_is_put_back_as_it_was(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_loading, "LARGEST_WITH_INDEXES", 0)
    empty = await cluster.recreate("bench_empty")
    dataset._migrate(empty)
    url = await dataset.ensure(cluster, WORLD)
    assert await others_that_refer(empty), "without them the test shows nothing"
    before, after = await described(empty, DEFINITIONS), await described(url, DEFINITIONS)
    assert len(before) > 100
    assert after == before
    (count,) = await described(url, "SELECT count(*) AS text FROM guarantee")
    assert count == WORLD.guarantees
    assert await dataset.ensure(cluster, WORLD) == url, "it is there"
