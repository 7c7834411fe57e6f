"""Sureties from before monthly bills: what was billed outside of the system is not billed again."""

import asyncpg

from sample.sample_register import SampleRegister
from tests.support.database.migration_process import start_migration

BEFORE = """
SET session_replication_role = replica;
INSERT INTO surety (id, name, address, representative, mail_sender) VALUES (uuidv7(), 'x', 'x', 'x', 'a@example.jp');
"""
MONTH_BEFORE = "(date_trunc('month', now() AT TIME ZONE 'Asia/Tokyo') - interval '1 month')::date"


async def test_earlier_months_count_as_billed(empty_database: str, register: SampleRegister) -> None:
    before = await start_migration(empty_database, until="0029_joint_ventures")
    assert await before.communicate() == (b"False\n", b"")
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE)
    _, errors = await (await start_migration(empty_database, until="0030_monthly_bills")).communicate()
    assert errors == b""
    (row,) = await inspector.fetch(f"SELECT billing_day, billed_until = {MONTH_BEFORE} AS is_carried FROM surety")
    assert tuple(row) == (5, True)
    await inspector.close()
