"""Fee statements and guarantees from before the register of who may pay by the month."""

import asyncpg

from sample.sample_register import SampleRegister
from tests.support.database.migration_process import start_migration

BEFORE = """
SET session_replication_role = replica;
INSERT INTO surety (id, name, address, representative, mail_sender)
VALUES ('00000000-0000-0000-0000-00000000000a', 'x', 'x', 'x', 'a@example.jp');
INSERT INTO contractor (id, name, address)
SELECT ('00000000-0000-0000-0000-00000000000' || last)::uuid, last, 'x' FROM unnest(ARRAY['c', 'd', 'e']) AS last;
INSERT INTO application (id, surety_id, contractor_id, contract_id, submission_branch_id, notify_on_completion,
    submitted_at)
SELECT id::uuid, '00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000c', uuidv7(), uuidv7(),
    false, at
FROM (VALUES ('00000000-0000-0000-0000-000000000001', timestamptz '2026-10-01 16:00Z'),
    ('00000000-0000-0000-0000-000000000002', '2026-11-01Z')) AS given (id, at);
INSERT INTO guarantee (id, surety_id, contractor_id, obligee_id, contract_id, application_id, kind, medium, status,
    amount, base_amount, fee_payment_method, bill_to, paper_fee_statement, handover_status)
SELECT uuidv7(), '00000000-0000-0000-0000-00000000000a', contractor::uuid, uuidv7(), uuidv7(),
    application::uuid, 'PERFORMANCE', 'PAPER', status, 10, 10, method, 'x', false, 'NOT_SENT'
FROM (VALUES
    ('00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-000000000002', 'APPROVED',
     'MONTHLY_CONSOLIDATED'),
    ('00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-000000000001', 'APPROVED',
     'MONTHLY_CONSOLIDATED'),
    ('00000000-0000-0000-0000-00000000000d', '00000000-0000-0000-0000-000000000001', 'DECLINED',
     'MONTHLY_CONSOLIDATED'),
    ('00000000-0000-0000-0000-00000000000e', '00000000-0000-0000-0000-000000000001', 'AWAITING_FEE', 'SINGLE')
) AS given (contractor, application, status, method);
INSERT INTO fee_statement (id, surety_id, guarantee_id, sequence, number, issued_on, kind, amount, period_from,
    period_to, lines, fee, earlier_charges, due, tax_exempt, is_sample, method, bill_to, paper_requested,
    principal_name, obligee_title, project_name, contract_type, surety_name, surety_address, surety_representative,
    handling_branch_name, handling_branch_telephone)
SELECT uuidv7(), surety_id, id, 1, '310-2026-000001', '2026-10-03', kind, 10, '2026-10-01', '2027-03-31',
    '[]', 1, 0, 1, true, false, 'SINGLE', 'x', false, 'x', 'x', 'x', 'WORKS', 'x', 'x', 'x', 'x', 'x'
FROM guarantee WHERE status = 'AWAITING_FEE';
"""


async def test_statements_get_their_contractor_and_who_paid_monthly_is_entered(
    empty_database: str, register: SampleRegister
) -> None:
    assert await (await start_migration(empty_database, until="0022_drafts")).communicate() == (b"False\n", b"")
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE)
    _, errors = await (await start_migration(empty_database, until="0028_monthly_payment")).communicate()
    assert errors == b""
    statements = await inspector.fetch("SELECT right(contractor_id::text, 1) FROM fee_statement")
    assert [tuple(row) for row in statements] == [("e",)]
    entries = await inspector.fetch(
        "SELECT right(surety_id::text, 1), right(contractor_id::text, 1), valid_from::text, may_pay_monthly"
        " FROM monthly_payment"
    )
    # 1:00 in Japan of the following day.
    assert [tuple(row) for row in entries] == [("a", "c", "2026-10-02", True)]
    await inspector.close()
