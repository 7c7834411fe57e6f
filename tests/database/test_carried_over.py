"""Rows from before a migration, and what the migration makes of them."""

import json

import asyncpg
import pytest

from sample.sample_register import SampleRegister
from tests.support.database.migration_process import BEFORE_CERTIFIED, start_migration

BEFORE_FEE_REQUESTS = """
DO $$ DECLARE entry record; BEGIN
    FOR entry IN SELECT conname, conrelid::regclass AS owner FROM pg_constraint WHERE contype = 'f' LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', entry.owner, entry.conname);
    END LOOP;
END $$;
INSERT INTO contract (id, surety_id, contractor_id, obligee_id, project_name, contract_type,
    contract_price, contract_date,
    period_from, period_to, advance_payment_planned, low_price_or_labour_only, joint_venture_members)
SELECT uuidv7(), uuidv7(), uuidv7(), uuidv7(), '設計業務委託', 'SERVICES', 10, '2026-10-01', '2026-10-01',
    '2027-03-31', true,
    false, '{}';
INSERT INTO account (id, email, name, password_hash, role, contractor_id, is_active)
SELECT uuidv7(), 'a@example.jp', 'a', '-', 'CONTRACTOR', contractor_id, true FROM contract;
INSERT INTO application (id, surety_id, contractor_id, contract_id, submission_branch_id, notify_on_completion)
SELECT uuidv7(), surety_id, contractor_id, id, uuidv7(), false FROM contract, generate_series(1, 2);
INSERT INTO guarantee (id, surety_id, contractor_id, obligee_id, contract_id, application_id, kind, medium, status,
    amount, base_amount, expiry_date, fee_payment_method, fee_paid_on, bill_to, paper_fee_statement,
    handling_branch_id,
    number, fiscal_year, serial, issued_at)
SELECT uuidv7(), surety_id, contractor_id, obligee_id, id,
    (SELECT id FROM application ORDER BY id LIMIT 1), 'PERFORMANCE',
    'PAPER', status, 10, 10, '2027-03-31', 'SINGLE', paid_on, 'x', false,
    CASE WHEN serial > 0 THEN uuidv7() END, number,
    CASE WHEN serial > 0 THEN 2026 END, serial, CASE WHEN serial > 0 THEN timestamptz '2026-10-03' END
FROM contract, (VALUES ('AWAITING_FEE', NULL, NULL, NULL), ('APPROVED', date '1900-01-01', NULL, NULL),
    ('IN_FORCE', date '1900-01-01', '31082-00001W', 1)) AS was (status, paid_on, number, serial);
INSERT INTO audit_event (id, at, role, actor_id, address, action, subject_id)
SELECT uuidv7(), at, 'SURETY', uuidv7(), '', 'guarantee.approved', id
FROM guarantee, (VALUES (timestamptz '2026-09-01'), (timestamptz '2026-10-01 16:00Z')) AS time (at);
INSERT INTO audit_event (id, at, role, actor_id, address, action, subject_id)
SELECT uuidv7(), now(), 'CONTRACTOR', account.id, '', 'application.submitted',
    (SELECT id FROM application ORDER BY id LIMIT 1)
FROM account;
INSERT INTO certificate (id, surety_id, guarantee_id, status, reason, amendment_number, issued_at,
    guarantee_number, kind,
    principal_name, principal_address, joint_venture_name, obligee_title, amount, expiry_date,
    project_name, contract_price,
    period_from, period_to, contract_date, surety_name, surety_address, surety_representative, handling_branch_id,
    handling_branch_name, handling_branch_telephone)
SELECT uuidv7(), surety_id, id, 'CURRENT', 'NEW', 0, issued_at, number, kind, '甲', '栃木県', '甲・乙', '町長', 10,
    expiry_date,
    '旧業務', 10, '2026-10-01', '2027-03-31', '2026-10-01', '保証', '東京都', '社長', handling_branch_id, '本店', '03'
FROM guarantee WHERE number IS NOT NULL;
INSERT INTO fee_statement (id, surety_id, guarantee_id, sequence, number, issued_on, kind, amount,
    period_from, period_to,
    lines, fee, earlier_charges, due, tax_exempt, is_sample, method, bill_to, paper_requested)
SELECT uuidv7(), surety_id, id, 1, number || '-1', '2026-10-03', kind, 10, '2026-10-01', '2027-03-31',
    '[]', 11, 0, 11, true,
    false, 'SINGLE', 'x', false FROM guarantee WHERE number IS NOT NULL;
"""
BEFORE_HISTORY = """
SET session_replication_role = replica;
INSERT INTO contractor (id, name, address) VALUES ('00000000-0000-0000-0000-00000000000c', '○○建設', 'x');
INSERT INTO obligee (id, name, title, advance_payment_ratio_bp, intermediate_ratio_bp, combined_ratio_bp,
    performance_minimum_ratio_bp, raised_performance_minimum_ratio_bp)
VALUES ('00000000-0000-0000-0000-00000000000b', '栃木県', '栃木県知事', 0, 0, 0, 0, 0);
INSERT INTO api_client (id, name, is_active, requests_per_minute)
VALUES ('00000000-0000-0000-0000-00000000000a', '電子契約', true, 600);
INSERT INTO guarantee (id, surety_id, contractor_id, obligee_id, contract_id, application_id, kind, medium, status,
    amount, base_amount, expiry_date, fee_payment_method, bill_to, paper_fee_statement, handling_branch_id, number,
    fiscal_year, serial, issued_at, handover_status, handover_channel, sent_at, presented_at, viewed_at, decided_at,
    return_reason)
SELECT uuidv7(), uuidv7(), '00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-00000000000b', uuidv7(),
    uuidv7(), 'PERFORMANCE', 'ELECTRONIC', 'IN_FORCE', 1, 1, '2027-03-31', 'MONTHLY_CONSOLIDATED', 'x', false,
    uuidv7(), number, 2026, serial, '2026-10-01', status, channel, sent, viewed, viewed, decided, reason
FROM (VALUES
    (1, '31082-00001W', 'NOT_SENT', NULL, NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, NULL),
    (2, '31082-00002X', 'SENT', 'EMAIL', '2026-11-01Z', NULL, NULL, NULL),
    (3, '31082-00003Y', 'ACCEPTED', 'E_CONTRACT_SYSTEM', '2026-11-01Z', '2026-11-03Z', '2026-11-03Z', NULL),
    (4, '31082-00004Z', 'RETURNED', 'DIRECT', '2026-11-01Z', '2026-11-01Z', '2026-11-03Z', '誤り')
) AS given (serial, number, status, channel, sent, viewed, decided, reason);
INSERT INTO audit_event (id, at, role, actor_id, address, action, subject_id)
SELECT uuidv7(), at, 'E_CONTRACT_SYSTEM', '00000000-0000-0000-0000-00000000000a', '', 'x', id
FROM guarantee, unnest(ARRAY[sent_at, decided_at]) AS at WHERE serial = 3;
INSERT INTO received_notice (id, guarantee_id, received_at, received_by, actor_id, size, sha256, storage_key,
    envelope_version)
SELECT uuidv7(), id, sent_at, 'x', id, 1, sha256(''), id, 1 FROM guarantee WHERE serial = 3;
INSERT INTO outgoing_mail (id, surety_id, kind, event, guarantee_id, sender, recipient, facts, created_at, due_at,
    state, attempts)
SELECT uuidv7(), surety_id, 'KEY_NOTICE', at::text, id, 'x', to_char(at, 'MMDD') || '@example.jp', '{}', at, at,
    'WAITING', 0
FROM guarantee, unnest(ARRAY[sent_at, sent_at - interval '1 day']) AS at WHERE serial = 2;
"""


async def test_statements_of_before_say_for_whom_and_who_waits_for_a_fee_was_approved(
    empty_database: str, register: SampleRegister
) -> None:
    assert await (await start_migration(empty_database, until="0012_received_guarantees")).communicate() == (
        b"False\n",
        b"",
    )
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE_FEE_REQUESTS)
    assert await (await start_migration(empty_database, until="0014_fee_requests")).communicate() == (b"False\n", b"")
    (statement,) = await inspector.fetch("SELECT * FROM fee_statement")
    copied = {
        "guarantee_number": "31082-00001W", "principal_name": "甲", "joint_venture_name": "甲・乙",
        "obligee_title": "町長",
        "project_name": "旧業務", "contract_type": "SERVICES", "surety_name": "保証", "surety_address": "東京都",
        "surety_representative": "社長", "handling_branch_name": "本店", "handling_branch_telephone": "03",
        "handling_branch_fax": None, "due_on": None, "fee_account": None, "fee": 11,
    }  # fmt: skip
    assert {name: statement[name] for name in copied} == copied
    rows = await inspector.fetch("SELECT status, approved_on::text FROM guarantee ORDER BY status")
    # 1:00 in Japan of the following day; once the fee is paid, the day is no limit.
    assert [tuple(row) for row in rows] == [("APPROVED", None), ("AWAITING_FEE", "2026-10-02"), ("IN_FORCE", None)]
    applicants = await inspector.fetch(
        "SELECT account.email FROM application LEFT JOIN account ON account.id = applicant_id ORDER BY application.id"
    )
    assert [row["email"] for row in applicants] == ["a@example.jp", None]
    await inspector.execute("UPDATE guarantee SET bill_to = bill_to")
    await inspector.close()


BEFORE_CONTRACTS_WERE_COMPARED = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = 'contract'::regclass AND contype = 'f' LOOP
        EXECUTE 'ALTER TABLE contract DROP CONSTRAINT ' || name;
    END LOOP;
END $$;
INSERT INTO contract (id, surety_id, contractor_id, obligee_id, project_name, contract_type, contract_price,
    contract_date, period_from, period_to, advance_payment_planned, low_price_or_labour_only, joint_venture_members)
SELECT uuidv7(), parties.id, parties.id, parties.id, name, 'WORKS', price, '2026-11-01', '2026-11-02', '2027-03-31',
    true, false, '{}'
FROM (VALUES ('1号線 工事', 1), ('１号線工事', 1), ('２号線工事', 1), ('1号線工事', 2)) AS contracts (name, price),
    (SELECT '00000000-0000-0000-0000-000000000001'::uuid AS id) AS parties;
"""


async def test_contracts_that_were_registered_twice_before_are_kept(
    empty_database: str, register: SampleRegister
) -> None:
    until = "0012_received_guarantees"
    assert await (await start_migration(empty_database, until=until)).communicate() == (b"False\n", b"")
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE_CONTRACTS_WERE_COMPARED)
    assert await (await start_migration(empty_database, until="0013_contract_once")).communicate() == (b"False\n", b"")
    rows = await inspector.fetch("SELECT folded_project_name, contract_price, is_another FROM contract ORDER BY id")
    assert [tuple(row) for row in rows] == [
        ("1号線工事", 1, False),
        ("1号線工事", 1, True),
        ("2号線工事", 1, False),
        ("1号線工事", 2, False),
    ]
    await inspector.close()


async def test_hand_overs_of_before_begin_the_history(empty_database: str, register: SampleRegister) -> None:
    before = await start_migration(empty_database, until="0012_received_guarantees")
    assert await before.communicate() == (b"False\n", b"")
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE_HISTORY)
    assert await (await start_migration(empty_database, until="0015_handovers")).communicate() == (b"False\n", b"")
    handovers = await inspector.fetch("""
        SELECT serial, handover.handover_status, handover.return_reason FROM handover
        JOIN guarantee ON guarantee.handover_id = handover.id AND handover.guarantee_id = guarantee.id
            AND handover.sent_at = guarantee.sent_at ORDER BY serial""")
    assert [tuple(row) for row in handovers] == [(2, "SENT", None), (3, "ACCEPTED", None), (4, "RETURNED", "誤り")]
    events = await inspector.fetch("""
        SELECT serial, extract(day FROM at AT TIME ZONE 'UTC')::int, event.kind, channel, role, party_name, recipient
        FROM handover_event event JOIN guarantee USING (handover_id) LEFT JOIN outgoing_mail mail ON mail.id = mail_id
        ORDER BY serial, at, event.id""")
    assert [tuple(row) for row in events] == [
        (2, 1, "SENT", "EMAIL", "CONTRACTOR", "○○建設", "1101@example.jp"),
        (3, 1, "SENT", "E_CONTRACT_SYSTEM", "E_CONTRACT_SYSTEM", "電子契約", None),
        (3, 3, "ACCEPTED", None, "E_CONTRACT_SYSTEM", "電子契約", None),
        (4, 1, "SENT", "DIRECT", "OBLIGEE", "栃木県", None),
        (4, 1, "VIEWED", None, "OBLIGEE", "栃木県", None),
        (4, 3, "RETURNED", None, "OBLIGEE", "栃木県", None),
    ]
    assert await inspector.fetchval("SELECT serial FROM received_notice JOIN guarantee USING (handover_id)") == 3
    await inspector.close()


async def test_what_was_certified_before_is_carried_over_and_stays(
    empty_database: str, register: SampleRegister
) -> None:
    until = "0012_received_guarantees"
    assert await (await start_migration(empty_database, until=until)).communicate() == (b"False\n", b"")
    inspector = await asyncpg.connect(empty_database)
    await inspector.execute(BEFORE_CERTIFIED)
    assert await (await start_migration(empty_database, until="0016_certified_content")).communicate() == (
        b"False\n",
        b"",
    )
    columns = "contract_type, medium, joint_venture_members::text, (ended_at AT TIME ZONE 'UTC')::date::text"
    rows = await inspector.fetch(f"SELECT {columns} FROM certificate ORDER BY issued_at")
    named = [
        {"name": "乙建設", "address": None, "share_percent": None, "is_lead": False},
        {"name": "甲建設", "address": "栃木県", "share_percent": None, "is_lead": True},
    ]
    assert [(*row[:2], json.loads(row[2]), row[3]) for row in rows] == [
        ("WORKS", "ELECTRONIC", named, "2026-10-05"),
        ("SERVICES", "PAPER", [], None),
        ("WORKS", "ELECTRONIC", named, None),
    ]
    kinds = await inspector.fetch("SELECT kind, count(*) FROM document GROUP BY 1 ORDER BY 1")
    assert [tuple(row) for row in kinds] == [("CERTIFICATE", 3), ("CERTIFICATE_COPY", 1)]
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="certificate_content_is_immutable"):
        await inspector.execute("UPDATE certificate SET joint_venture_members = '[{}]'")
    await inspector.close()
