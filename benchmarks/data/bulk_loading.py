"""Dropping triggers, indexes and keys for a large load, and restoring them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from benchmarks.data import rows
from benchmarks.data.world import World

LARGEST_WITH_INDEXES = 200_000
CONSTRAINTS = """
SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS definition
FROM pg_constraint
WHERE contype::text = $1
AND (conrelid = ANY($2::text[]::regclass[]) OR contype = 'f' AND confrelid = ANY($2::text[]::regclass[]))
ORDER BY oid
"""
"""Of these tables, and foreign keys that refer to them: a key can be dropped only when nothing refers to it."""
INDEXES = """
SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
WHERE indrelid = ANY($1::text[]::regclass[])
AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
ORDER BY indexrelid
"""


ASKING = (
    ("certificate", "certificate_asks_for_its_documents"),
    ("certificate", "certificate_asks_for_its_copy"),
    ("auth_key", "auth_key_asks_for_its_documents"),
    ("fee_statement", "fee_statement_asks_for_its_documents"),
)


@asynccontextmanager
async def without_document_jobs(connection: Any) -> AsyncGenerator[None]:
    """No document is read here, so none is requested."""
    for table, trigger in ASKING:
        await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield
    for table, trigger in ASKING:
        await connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


@asynccontextmanager
async def without_indexes(connection: Any, world: World) -> AsyncGenerator[None]:
    """Without indexes, unique and foreign keys for a large load; they are restored at the end."""
    if world.guarantees <= LARGEST_WITH_INDEXES:
        yield
        return
    tables = list(rows.COLUMNS)
    keys = [await connection.fetch(CONSTRAINTS, kind, tables) for kind in ("u", "f")]
    indexes = await connection.fetch(INDEXES, tables)
    for entry in [*keys[1], *keys[0]]:
        await connection.execute(f'ALTER TABLE {entry["table"]} DROP CONSTRAINT "{entry["name"]}"')
    for entry in indexes:
        await connection.execute(f"DROP INDEX {entry['name']}")
    yield
    print("  putting indexes and keys back …", flush=True)
    await connection.execute("SET maintenance_work_mem = '1GB'")
    definitions = [f'ALTER TABLE {e["table"]} ADD CONSTRAINT "{e["name"]}" {e["definition"]}' for e in keys[0]]
    definitions += [entry["definition"] for entry in indexes]
    definitions += [f'ALTER TABLE {e["table"]} ADD CONSTRAINT "{e["name"]}" {e["definition"]}' for e in keys[1]]
    for definition in definitions:
        await connection.execute(definition, timeout=3600)
