"""Applications and guarantees from before fiscal years and the register of bill-to parties."""

import asyncpg

from sample.sample_register import SampleRegister
from tests.support.database.migration_process import start_migration

BEFORE = """
SET session_replication_role = replica;
INSERT INTO contractor (id, name, address) VALUES ('00000000-0000-0000-0000-00000000000c', '甲建設', 'x');
INSERT INTO contract (id, surety_id, contractor_id, obligee_id, project_name, folded_project_name, contract_type,
    contract_price, current_fiscal_year_base, contract_date, period_from, period_to, advance_payment_planned,
    low_price_or_labour_only, joint_venture_members)
SELECT id, id, '00000000-0000-0000-0000-00000000000c', id, name, name, 'WORKS', 10, base, '2026-10-01', '2026-10-01',
    '2027-12-31', true, false, '{}'
FROM (VALUES ('00000000-0000-0000-0000-000000000001'::uuid, '甲', 6),
    ('00000000-0000-0000-0000-000000000002', '乙', NULL)) AS given (id, name, base);
INSERT INTO application (id, surety_id, contractor_id, contract_id, submission_branch_id, notify_on_completion,
    submitted_at)
SELECT id, CASE WHEN at IS NOT NULL THEN id END, '00000000-0000-0000-0000-00000000000c', contract_id, id, false, at
FROM (VALUES
    ('019a0000-0000-7000-8000-000000000001'::uuid, '00000000-0000-0000-0000-000000000001'::uuid, NULL),
    ('019a0000-0000-7000-8000-000000000002', '00000000-0000-0000-0000-000000000001', timestamptz '2027-03-31 14:59Z'),
    ('019a0000-0000-7000-8000-000000000003', '00000000-0000-0000-0000-000000000001', '2027-03-31 15:00Z'),
    ('019a0000-0000-7000-8000-000000000004', '00000000-0000-0000-0000-000000000002', '2027-01-01Z')
) AS given (id, contract_id, at);
INSERT INTO guarantee (id, surety_id, contractor_id, obligee_id, contract_id, application_id, kind, medium, status,
    amount, base_amount, fee_payment_method, bill_to, paper_fee_statement)
SELECT id, id, '00000000-0000-0000-0000-00000000000c', id, '00000000-0000-0000-0000-000000000001', id, 'PERFORMANCE',
    'PAPER', 'SUBMITTED', 1, 1, 'SINGLE', bill_to, false
FROM (VALUES
    ('019a0000-0000-7000-8000-000000000001'::uuid, '経理部'), ('019a0000-0000-7000-8000-000000000002', '高崎商事'),
    ('019a0000-0000-7000-8000-000000000003', '髙﨑 商事'), ('019a0000-0000-7000-8000-000000000004', '経理部')
) AS given (id, bill_to);
INSERT INTO guarantee (id, surety_id, contractor_id, obligee_id, contract_id, application_id, kind, medium, status,
    amount, base_amount, fee_payment_method, bill_to, paper_fee_statement)
SELECT uuidv7(), uuidv7(), '00000000-0000-0000-0000-00000000000d', uuidv7(), uuidv7(), uuidv7(), 'PERFORMANCE', 'PAPER',
    'SUBMITTED', 1, 1, 'SINGLE', '知らない', false;
"""
OLD_VERSION_SUBMITS = """
UPDATE application SET submitted_at = '2028-04-01Z', surety_id = id
WHERE id = '019a0000-0000-7000-8000-000000000001'"""


async def test_applications_get_their_year_and_base_and_contractors_their_register(
    empty_database: str, register: SampleRegister
) -> None:
    assert await (await start_migration(empty_database, until="0022_drafts")).communicate() == (b"False\n", b"")
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE)
    _, errors = await (await start_migration(empty_database, until="0026_form_fields")).communicate()
    assert errors == b""
    read = "SELECT fiscal_year, current_fiscal_year_base FROM application ORDER BY id"
    assert [tuple(row) for row in await inspector.fetch(read)] == [(None, None), (2026, 6), (2027, 6), (2026, None)]
    rows = await inspector.fetch("SELECT name, department, address, is_removed FROM bill_to ORDER BY id")
    # Last used is last: each once, in the notation of its last use.
    assert [tuple(row) for row in rows] == [("髙﨑 商事", None, None, False), ("経理部", None, None, False)]
    assert (
        await inspector.fetchval(
            "SELECT count(*) FROM guarantee WHERE num_nonnulls(bill_to_party_id, paper_delivery) > 0"
        )
        == 0
    )
    # A server of the version before does not know the columns.
    await inspector.execute(
        f"ALTER TABLE application ENABLE ALWAYS TRIGGER application_is_of_its_day; {OLD_VERSION_SUBMITS}"
    )
    assert tuple((await inspector.fetch(read))[0]) == (2028, 6)
    await inspector.close()
