"""Applications from before drafts, and what the migration makes of them."""

import asyncpg

from sample.sample_register import SampleRegister
from tests.support.database.migration_process import start_migration

BEFORE_DRAFTS = """
SET session_replication_role = replica;
INSERT INTO account (id, email, name, password_hash, role, contractor_id, is_active)
VALUES (uuidv7(), 'a@example.jp', 'a', '-', 'CONTRACTOR', uuidv7(), true);
INSERT INTO application (id, surety_id, contractor_id, contract_id, submission_branch_id, notify_on_completion,
    submitted_at, applicant_id)
SELECT id, uuidv7(), uuidv7(), uuidv7(), uuidv7(), false, submitted_at, applicant_id FROM (VALUES
    ('019a0000-0000-7000-8000-000000000001'::uuid, timestamptz '2026-11-01Z', (SELECT id FROM account)),
    ('019a0000-0000-7000-8000-000000000002'::uuid, NULL, NULL),
    ('019a0000-0000-7000-8000-000000000003'::uuid, NULL, NULL)
) AS given (id, submitted_at, applicant_id);
INSERT INTO audit_event (id, at, role, actor_id, address, action, subject_id)
VALUES (uuidv7(), '2026-11-02Z', 'CONTRACTOR', uuidv7(), '', 'application.submitted',
    '019a0000-0000-7000-8000-000000000002');
"""


async def test_applications_of_before_are_submitted_and_have_a_first_submission(
    empty_database: str, register: SampleRegister
) -> None:
    assert await (await start_migration(empty_database, until="0020_key_presentations")).communicate() == (
        b"False\n",
        b"",
    )
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE_DRAFTS)
    _, errors = await (await start_migration(empty_database, until="0022_drafts")).communicate()
    assert errors == b""
    rows = await inspector.fetch(
        """SELECT application.submitted_at = submission.submitted_at AS is_same,
            to_char(submission.submitted_at, 'MM-DD') AS day, sequence,
            submitted_by_id IS NOT DISTINCT FROM applicant_id AS is_applicants, reason, form, changes
        FROM application JOIN submission ON application_id = application.id ORDER BY application.id"""
    )
    assert [row["day"] for row in rows][:2] == ["11-01", "11-02"]
    assert [tuple(row)[2:] for row in rows] == [(1, True, None, None, "[]")] * 3
    assert all(row["is_same"] for row in rows)
    await inspector.close()
