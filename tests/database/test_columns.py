"""Columns that a migration adds under a running server do not disturb running operations."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import asyncpg
import pytest
from tortoise import connections

from database.transactions import transactional
from models.certificate import Certificate
from models.enums import Role
from models.parties.obligee import Obligee
from resolvers.guarantees.issue import issue_guarantees
from sample.sample_register import SampleRegister
from tests.conftest import KEYRING, NOON
from tests.support.database.sql_statements import recorded_statements
from tests.support.use_cases import many_approved, performance


@pytest.fixture
async def migration(sample: SampleRegister, owner_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A separate connection; the columns that it has added are dropped at the end."""
    connection = await asyncpg.connect(owner_url)
    yield connection
    for table in await tables_of(connection):
        await connection.execute(f"ALTER TABLE {table} DROP COLUMN IF EXISTS added_later")
    await connection.close()


async def tables_of(connection: asyncpg.Connection) -> list[str]:
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [row["tablename"] for row in rows]


async def issue_each(sample: SampleRegister, ids: Sequence[UUID]) -> None:
    """One after the other, each in its own transaction."""
    for id_ in ids:
        await issue_guarantees.issue(
            guarantee_id=id_, idempotency_key=None, viewer=sample.viewers[Role.SURETY], keyring=KEYRING, at=NOON
        )


async def test_columns_added_under_load_disturb_no_issue(sample: SampleRegister, migration: asyncpg.Connection) -> None:
    ids = await many_approved(sample, 30, performance())
    await issue_each(sample, ids[:3])  # its statements are prepared now

    async def add_columns() -> None:
        for table in await tables_of(migration):
            await migration.execute(f"ALTER TABLE {table} ADD COLUMN added_later text")

    with recorded_statements() as said:
        await asyncio.gather(add_columns(), issue_each(sample, ids[3:]))
    assert len([statement for statement in said if "INSERT INTO certificate" in statement]) == 27, "none was repeated"
    assert await Certificate.all().count() == 30


async def test_what_a_migration_has_made_stale_is_repeated(
    sample: SampleRegister, migration: asyncpg.Connection
) -> None:
    attempts = 0

    @transactional
    async def read_all() -> int:
        nonlocal attempts
        attempts += 1
        await Obligee.filter(name="栃木県").update(prefecture=f"{attempts}回目")
        return len(await connections.get("default").execute_query_dict("SELECT * FROM obligee"))

    await read_all()
    await migration.execute("ALTER TABLE obligee ADD COLUMN added_later text")
    attempts = 0
    assert await read_all() == await Obligee.all().count()
    assert attempts == 2
    assert (await Obligee.get(name="栃木県")).prefecture == "2回目"
    await Obligee.filter(name="栃木県").update(prefecture="栃木県")
