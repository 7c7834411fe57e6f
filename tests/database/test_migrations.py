import asyncio

import asyncpg
import pytest
from tortoise import Tortoise, connections
from tortoise.migrations.autodetector import MigrationAutodetector

from database import connection
from sample.sample_register import SampleRegister
from settings import PROJECT_ROOT
from tests.support.database.migration_process import start_migration
from tests.support.database.owner_statements import execute_as_owner

BEFORE_HANDOVERS = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = 'guarantee'::regclass AND contype = 'f' LOOP
        EXECUTE 'ALTER TABLE guarantee DROP CONSTRAINT ' || name;
    END LOOP;
END $$;
INSERT INTO guarantee (id, surety_id, contractor_id, obligee_id, contract_id, application_id, kind, medium, status,
    amount, base_amount, expiry_date, fee_payment_method, bill_to, paper_fee_statement, handling_branch_id, number,
    fiscal_year, serial, issued_at, presented_at)
SELECT uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7(), 'PERFORMANCE', 'ELECTRONIC', 'IN_FORCE', 1, 1,
    '2027-03-31', 'MONTHLY_CONSOLIDATED', 'x', false, uuidv7(), number, 2026, serial, '2026-10-01', presented_at
FROM (VALUES
    (1, '31082-00001W', NULL), (2, '31082-00002X', NULL), (3, '31082-00003Y', timestamptz '2026-11-02 00:00Z'),
    (4, '31082-00004Z', timestamptz '2026-11-02 00:00Z'), (5, '31082-00005A', timestamptz '2026-11-02 00:00Z')
) AS issued (serial, number, presented_at);
INSERT INTO handover (id, guarantee_id, status, channel, sent_at)
SELECT uuidv7(), id, 'SENT', 'EMAIL', timestamptz '2026-11-01 00:00Z' FROM guarantee WHERE serial IN (2, 3);
INSERT INTO audit_event (id, at, role, actor_id, address, action, subject_id)
SELECT uuidv7(), presented_at, role, uuidv7(), '', 'certificate.read', guarantee.id
FROM guarantee JOIN (VALUES (4, 'E_CONTRACT_SYSTEM'), (4, 'OBLIGEE'), (5, 'E_CONTRACT_SYSTEM')) AS reader (serial, role)
USING (serial);
"""
SAME_PARTIES = """ALTER TABLE guarantee ADD CONSTRAINT guarantee_same_parties_as_contract
    FOREIGN KEY (contract_id, surety_id, contractor_id, obligee_id)
    REFERENCES contract (id, surety_id, contractor_id, obligee_id) NOT VALID"""
"""Dropped for the rows above; a later migration alters it."""


async def tables(url: str) -> list[str]:
    inspector = await asyncpg.connect(url)
    rows = await inspector.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    await inspector.close()
    return [row["tablename"] for row in rows]


async def test_models_and_migrations_agree(register: SampleRegister) -> None:
    apps = Tortoise.apps
    assert apps is not None
    pending = await MigrationAutodetector(apps, connection.APPS).changes()
    assert [operation for writer in pending for operation in writer.operations] == []


async def test_every_migration_is_applied_and_applying_them_again_does_nothing(
    owner_url: str, register: SampleRegister
) -> None:
    assert await connection.is_current()
    assert await (await start_migration(owner_url)).communicate() == (b"True\n", b"")
    applied = await connections.get("default").execute_query_dict("SELECT name FROM tortoise_migrations ORDER BY name")
    migrations = sorted((PROJECT_ROOT / "database" / "migrations").glob("[0-9]*.py"))
    assert [row["name"] for row in applied] == [path.stem for path in migrations]


async def test_a_missing_migration_is_noticed(sample: SampleRegister) -> None:
    execute = connections.get("default").execute_query_dict
    (last,) = await execute("SELECT * FROM tortoise_migrations ORDER BY name DESC LIMIT 1")
    await execute_as_owner(f"DELETE FROM tortoise_migrations WHERE id = {last['id']}")
    try:
        assert not await connection.is_current()
    finally:
        values = ", ".join(f"'{value}'" for value in last.values())
        await execute_as_owner(f"INSERT INTO tortoise_migrations ({', '.join(last)}) VALUES ({values})")
    assert await connection.is_current()


async def test_four_processes_may_migrate_at_the_same_time(empty_database: str, register: SampleRegister) -> None:
    processes = [await start_migration(empty_database) for _ in range(4)]
    outputs = [await process.communicate() for process in processes]
    assert outputs == [(b"True\n", b"")] * 4
    execute = connections.get("default").execute_query_dict
    here = await execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    assert await tables(empty_database) == [row["tablename"] for row in here]


@pytest.mark.parametrize("table", ["guarantee", "certificate"])
async def test_a_migration_that_is_killed_leaves_nothing(empty_database: str, table: str) -> None:
    blocker, observer = await asyncpg.connect(empty_database), await asyncpg.connect(empty_database)
    await blocker.execute(f"BEGIN; CREATE TABLE {table} (id int)")
    process = await start_migration(empty_database)
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with asyncio.timeout(20):
        while not await observer.fetchval(waiting):  # noqa: ASYNC110 -- only the server can say
            await asyncio.sleep(0.02)
    process.kill()
    await process.communicate()
    await blocker.execute("ROLLBACK")
    async with asyncio.timeout(20):
        # Only these two connections are left once the server has noticed.
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        while await observer.fetchval(others) > 2:  # noqa: ASYNC110 -- only the server can say
            await asyncio.sleep(0.02)
    await blocker.close()
    await observer.close()
    assert await tables(empty_database) == []
    again = await start_migration(empty_database)
    assert await again.communicate() == (b"True\n", b"")


async def test_clients_and_tokens_of_before_get_a_rate_and_a_name(
    empty_database: str, register: SampleRegister
) -> None:
    assert await (await start_migration(empty_database, until="0006_mail")).communicate() == (b"False\n", b"")
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute("""
        INSERT INTO api_client (id, name, is_active) VALUES (uuidv7(), '以前の', true);
        INSERT INTO access_token (id, digest, api_client_id, created_at)
        SELECT uuidv7(), sha256(n::text::bytea), api_client.id, now() FROM api_client, generate_series(1, 2) n;
    """)
    assert await (await start_migration(empty_database)).communicate() == (b"True\n", b"")
    assert await inspector.fetchval("SELECT requests_per_minute FROM api_client") == 600
    assert await inspector.fetchval("SELECT count(DISTINCT name) FROM access_token") == 2
    await inspector.close()


async def test_what_was_sent_and_presented_before_is_handed_over(empty_database: str, register: SampleRegister) -> None:
    assert await (await start_migration(empty_database, until="0008_document_digest")).communicate() == (
        b"False\n",
        b"",
    )
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE_HANDOVERS)
    assert await (await start_migration(empty_database, until="0022_drafts")).communicate() == (b"False\n", b"")
    await inspector.execute(SAME_PARTIES)
    assert await (await start_migration(empty_database)).communicate() == (b"True\n", b"")
    columns = "handover_status, handover_channel, sent_at::date::text, viewed_at::date::text"
    rows = await inspector.fetch(f"SELECT {columns} FROM guarantee ORDER BY serial")
    assert [tuple(row) for row in rows] == [
        ("NOT_SENT", None, None, None),
        ("SENT", "EMAIL", "2026-11-01", None),
        ("VIEWED", "EMAIL", "2026-11-01", "2026-11-02"),
        ("VIEWED", "DIRECT", "2026-11-02", "2026-11-02"),
        ("SENT", "E_CONTRACT_SYSTEM", "2026-11-02", None),
    ]
    await inspector.close()
