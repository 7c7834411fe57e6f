"""Applications in review and messages from before reviews, and what the migration makes of them."""

import asyncpg

from sample.sample_register import SampleRegister
from tests.support.database.migration_process import start_migration

BEFORE_REVIEWS = """
SET session_replication_role = replica;
INSERT INTO application (id, surety_id, contractor_id, contract_id, submission_branch_id, notify_on_completion,
    submitted_at)
SELECT ('019a0000-0000-7000-8000-00000000000' || n)::uuid, uuidv7(), uuidv7(), uuidv7(), uuidv7(), false, '2026-11-01Z'
FROM generate_series(1, 4) AS n;
INSERT INTO submission (id, application_id, sequence, submitted_at, changes)
SELECT uuidv7(), id, sequence, submitted_at + (sequence - 1) * interval '1 day', '[]'
FROM application CROSS JOIN generate_series(1, 2) AS sequence;
INSERT INTO guarantee (id, surety_id, contractor_id, obligee_id, contract_id, application_id, kind, medium, status,
    amount, base_amount, fee_payment_method, bill_to, paper_fee_statement)
SELECT uuidv7(), surety_id, contractor_id, uuidv7(), contract_id, id, 'PERFORMANCE', 'ELECTRONIC', status, 1, 1,
    'MONTHLY_CONSOLIDATED', 'x', false
FROM (VALUES (1, 'SUBMITTED'), (2, 'UNDER_REVIEW'), (3, 'RETURNED'), (4, 'APPROVED')) AS given (n, status)
JOIN application ON id = ('019a0000-0000-7000-8000-00000000000' || n)::uuid;
INSERT INTO message (id, application_id, sent_at, sender, body)
SELECT uuidv7(), id, '2026-11-05Z', 'SURETY', 'x' FROM application;
"""


async def test_what_was_in_review_waits_since_its_last_sending_and_messages_are_read(
    empty_database: str, register: SampleRegister
) -> None:
    before = await start_migration(empty_database, until="0024_contract_changes")
    assert await before.communicate() == (b"False\n", b"")
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE_REVIEWS)
    _, errors = await (await start_migration(empty_database, until="0025_review")).communicate()
    assert errors == b""
    rows = await inspector.fetch(
        """SELECT guarantee.status, to_char(waiting_since AT TIME ZONE 'UTC', 'MM-DD') AS since, untold_since,
            reviewer_id, message.read_at = message.sent_at AS is_read
        FROM application JOIN guarantee ON guarantee.application_id = application.id
        JOIN message ON message.application_id = application.id ORDER BY application.id"""
    )
    assert [tuple(row) for row in rows] == [
        ("SUBMITTED", "11-02", None, None, True),
        ("SUBMITTED", "11-02", None, None, True),
        ("RETURNED", None, None, None, True),
        ("APPROVED", None, None, None, True),
    ]
    await inspector.close()
