"""Migrating in a separate process, completely or to the state of an earlier version."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process

from settings import PROJECT_ROOT

MIGRATE = """
import asyncio, sys
from database import connection

async def main():
    await connection.open_(sys.argv[1])
    await connection.migrate()
    print(await connection.is_current())
    await connection.close()

asyncio.run(main())
"""


MIGRATE_UNTIL = """
import asyncio, sys
from database import connection
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise import connections

async def main():
    await connection.open_(sys.argv[1])
    executor = MigrationExecutor(connections.get("default"), connection.APPS)
    with connection._models_without_queries():
        await executor.migrate([MigrationTarget("models", sys.argv[2])])
    print(await connection.is_current())
    await connection.close()

asyncio.run(main())
"""


async def start_migration(url: str, *, until: str | None = None) -> Process:
    program = (
        [sys.executable, "-c", MIGRATE, url] if until is None else [sys.executable, "-c", MIGRATE_UNTIL, url, until]
    )
    return await asyncio.create_subprocess_exec(*program, cwd=PROJECT_ROOT, stdout=PIPE, stderr=PIPE)


BEFORE_CERTIFIED = """
DO $$ DECLARE name text; owner text; BEGIN
    FOR owner, name IN SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'f' LOOP
        EXECUTE 'ALTER TABLE ' || owner || ' DROP CONSTRAINT ' || name;
    END LOOP;
END $$;
INSERT INTO contractor (id, name, address, representative) VALUES (uuidv7(), '甲建設', '栃木県', '社長');
INSERT INTO contract (id, surety_id, contractor_id, obligee_id, project_name, contract_type, contract_price,
    contract_date, period_from, period_to, advance_payment_planned, low_price_or_labour_only, joint_venture_name,
    joint_venture_members)
SELECT uuidv7(), uuidv7(), contractor.id, uuidv7(), given.*
FROM contractor, (VALUES
    ('道路工事', 'WORKS', 1, date '2026-10-01', date '2026-10-01', date '2026-12-31', true, false, '甲・乙',
        '{乙建設,甲建設}'::text[]),
    ('設計業務', 'SERVICES', 1, '2026-10-01', '2026-10-01', '2026-12-31', true, false, NULL, '{}')
) AS given;
INSERT INTO guarantee (id, surety_id, contractor_id, obligee_id, contract_id, application_id, kind, medium, status,
    amount, base_amount, expiry_date, fee_payment_method, bill_to, paper_fee_statement, handling_branch_id, number,
    fiscal_year, serial, issued_at)
SELECT uuidv7(), surety_id, contractor_id, obligee_id, id, uuidv7(), 'PERFORMANCE',
    CASE contract_type WHEN 'WORKS' THEN 'ELECTRONIC' ELSE 'PAPER' END, 'IN_FORCE', 1, 1, '2027-03-31',
    'MONTHLY_CONSOLIDATED', 'x', false, uuidv7(), CASE contract_type WHEN 'WORKS' THEN '31082-00001W'
    ELSE '31082-00002X' END, 2026, CASE contract_type WHEN 'WORKS' THEN 1 ELSE 2 END, '2026-10-01' FROM contract;
INSERT INTO certificate (id, surety_id, guarantee_id, status, reason, amendment_number, issued_at, guarantee_number,
    kind, principal_name, principal_address, joint_venture_name, obligee_title, amount, expiry_date, project_name,
    contract_price, period_from, period_to, contract_date, surety_name, surety_address, surety_representative,
    handling_branch_id, handling_branch_name, handling_branch_telephone)
SELECT uuidv7(), g.surety_id, g.id, version.status, reason, amended, version.issued_at, g.number, g.kind, '甲建設',
    '栃木県', joint_venture_name, '知事', 1, g.expiry_date, project_name, 1, period_from, period_to, contract_date,
    'x', 'x', 'x', uuidv7(), 'x', 'x'
FROM guarantee g JOIN contract ON contract.id = g.contract_id JOIN (VALUES
    (1, 'SUPERSEDED', 'NEW', 0, timestamptz '2026-10-01'), (1, 'CURRENT', 'AMENDMENT', 1, '2026-10-05'),
    (2, 'CANCELLED', 'NEW', 0, '2026-10-02')
) AS version (serial, status, reason, amended, issued_at) ON version.serial = g.serial;
"""
