"""Every rule of the migrations refuses a violation, regardless of the writer."""

import json
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from models.applying.application import Application, ApplicationDraft
from models.applying.contract_change import ContractChange
from models.enums import Medium, Role
from models.guarantee import FeePaymentMethod
from models.handover import Handover, HandoverEvent
from models.parties.contracting_officer import ContractingOfficer
from models.parties.contractor import Contractor
from models.parties.surety import Branch, Surety
from models.received_notice import ReceivedNotice
from sample.sample_register import SampleRegister
from tests.conftest import NOON, Emptying
from tests.support.database import billing_violations, contract_violations, violations
from tests.support.database.constraint_violations import HIDDEN, Violation
from tests.support.database.form_violations import bill_to_of
from tests.support.database.violations import VIOLATIONS
from tests.support.use_cases import advance, applied, approved, issued, performance

COPY = """INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table},
    (SELECT to_jsonb(t) FROM {table} t WHERE {where} ORDER BY id LIMIT 1) || $1::jsonb)"""
NOW = "SET CONSTRAINTS ALL IMMEDIATE"
"""Deferred constraints are checked immediately, because these transactions are rolled back."""
ACCEPT = """
UPDATE guarantee SET handover_status = 'ACCEPTED', handover_channel = 'DIRECT', sent_at = now(), presented_at = now(),
    viewed_at = now(), decided_at = now()
WHERE number IS NOT NULL AND medium = 'ELECTRONIC'"""
TAKE_BACK = "UPDATE guarantee SET handover_status = 'VIEWED', decided_at = NULL WHERE decided_at IS NOT NULL"
MAKE = (
    "UPDATE document SET state = 'MADE', made_at = now(), filename = 'x', size = 1, sha256 = sha256(''),"
    " storage_key = id WHERE kind = 'CERTIFICATE'"
)
PRESENT = """
INSERT INTO key_presentation (id, api_client_id, guarantee_id, presented_at)
SELECT uuidv7(), api_client.id, guarantee.id, now()
FROM api_client CROSS JOIN guarantee WHERE number IS NOT NULL LIMIT 1"""
ISSUE_UNSTATED = """
UPDATE guarantee SET status = 'APPROVED', approved_on = '2026-11-20' WHERE status = 'SUBMITTED';
UPDATE guarantee SET status = 'IN_FORCE', number = '31083-00009I', fiscal_year = 2026, serial = 9, issued_at = now(),
    expiry_date = '2027-08-31', handling_branch_id = (SELECT id FROM branch WHERE code = '310')
WHERE status = 'APPROVED'"""
PERMANENT = [
    *("guarantee", "certificate", "auth_key", "document", "fee_statement", "outgoing_mail", "serial_counter"),
    *("audit_event", "handover", *billing_violations.TABLES),
]


def told(error: Exception, what: str) -> str:
    """The server's error fields besides the message; asyncpg declares none of them."""
    return str(getattr(error, what))


@pytest.fixture(scope="module")
async def others(register: SampleRegister, emptying: Emptying) -> AsyncIterator[dict[str, str]]:
    """One row of every table, and ids of rows of other parties."""
    await emptying()
    await issued(register, advance(), message="よろしくお願いします。")
    (paper,) = await issued(register, performance(medium=Medium.PAPER))
    await applied(register, advance())
    await approved(register, advance(fee_payment_method=FeePaymentMethod.SINGLE))
    handover = await Handover.create(
        guarantee_id=paper.id, handover_status="SENT", handover_channel="EMAIL", sent_at=NOON
    )
    await HandoverEvent.create(
        handover_id=handover.id, at=NOON, kind="SENT", channel="EMAIL", role=Role.CONTRACTOR, party_name="見本建設"
    )
    await ReceivedNotice.create(
        guarantee_id=paper.id, handover_id=handover.id, received_at=NOON, received_by="電子契約", actor_id=paper.id,
        size=1, sha256=bytes(32), storage_key=paper.id, envelope_version=1,
    )  # fmt: skip
    draft = await Application.create(contractor_id=register.contractor.id, notify_on_completion=False)
    actor_id = register.viewers[Role.CONTRACTOR].actor_id
    await ApplicationDraft.create(application_id=draft.id, form={}, version=1, saved_by_id=actor_id, saved_at=NOON)
    await violations.store_rows(register, paper, draft.id)
    await ContractChange.create(
        surety_id=paper.surety_id, contractor_id=paper.contractor_id, contract_id=paper.contract_id, version=2,
        changed_at=NOON, changed_by_id=actor_id, role=Role.CONTRACTOR, changes=[],
    )  # fmt: skip
    surety = await Surety.create(name="別の保証株式会社", address="東京都", representative="社長")
    branch = await Branch.create(surety_id=surety.id, code="999", name="本店", telephone="03")
    contractor = await Contractor.create(name="別の建設 株式会社", address="東京都")
    ids = {
        "account": register.viewers[next(iter(register.viewers))].actor_id,
        "surety": surety.id, "branch": branch.id, "contractor": contractor.id,
        "bill_to": await bill_to_of(contractor.id),
        "obligee": register.obligees["富士市"].id, "contract": paper.contract_id, "paper": paper.id,
        "officer": (await ContractingOfficer.all())[0].id,
    }  # fmt: skip
    yield {name: str(id_) for name, id_ in ids.items()}
    await emptying()


@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda violation: violation[0])
async def test_refuses_a_row_that_breaks_a_rule(
    raw: asyncpg.Connection, others: dict[str, str], violation: Violation
) -> None:
    constraint, table, where, changes = violation
    filled = {name: value.format(**others) if isinstance(value, str) else value for name, value in changes.items()}
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as caught:
        await raw.execute(COPY.format(table=table, where=where), json.dumps({"id": str(uuid4())} | filled))
    assert told(caught.value, "constraint_name") == constraint


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("account", "email"), ("api_client", "name"), ("obligee", "name"), ("surety", "name"), ("branch", "code"),
        ("contractor", "corporate_number"), ("api_client_obligee", "api_client_id, obligee_id"),
        ("electronic_acceptance", "rules_id, kind, contract_type"), ("obligee_rules", "obligee_id, version"),
        ("obligee_office", "rules_id, kind, name"),
        ("guarantee", "handling_branch_id, fiscal_year, kind, serial"),
        ("serial_counter", "branch_id, fiscal_year, kind"), ("outgoing_mail", "event"),
        ("application_draft", "application_id"), ("submission", "application_id, sequence"),
        ("branch_notification", "branch_id"),
        ("contract_change", "contract_id, version"), ("register_change", "entry_id, version"),
        ("contracting_officer", "obligee_id, title"), ("seal_image", "surety_id, version"),
        ("attachment", "application_id, place"),
        ("received_notice", "handover_id, sha256"),
        ("fee_statement", "guarantee_id, sequence"),
        ("fee_table", "surety_id, kind, valid_from"), ("password_link", "account_id"),
        ("monthly_bill", "number"),
        ("audit_checkpoint", "day"), ("audit_block", "chain_id, number"), ("audit_leaf", 'block_id, "position"'),
    ],
)  # fmt: skip
async def test_refuses_the_same_again(
    raw: asyncpg.Connection, others: dict[str, str], table: str, columns: str
) -> None:
    with pytest.raises(asyncpg.UniqueViolationError) as caught:
        await raw.execute(COPY.format(table=table, where="true"), json.dumps({"id": str(uuid4())}))
    assert f"Key ({columns})" in told(caught.value, "detail")


@pytest.mark.parametrize(("hidden", "stricter"), (HIDDEN | contract_violations.HIDDEN).items())
async def test_a_check_behind_a_stricter_one_holds_too(
    raw: asyncpg.Connection, others: dict[str, str], hidden: str, stricter: str
) -> None:
    table = next(name for name in ("account", "auth_key", "document", "contract_change") if hidden.startswith(name))
    column = hidden.removeprefix(f"{table}_").removesuffix("_is_known")
    await raw.execute(f"ALTER TABLE {table} DROP CONSTRAINT {stricter}")
    with pytest.raises(asyncpg.CheckViolationError) as caught:
        await raw.execute(COPY.format(table=table, where="true"), json.dumps({"id": str(uuid4()), column: "LOST"}))
    assert told(caught.value, "constraint_name") == hidden


async def test_no_constraint_is_untried(raw: asyncpg.Connection, others: dict[str, str]) -> None:
    sql = """SELECT conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
             WHERE connamespace = 'public'::regnamespace AND relname <> 'tortoise_migrations'
             AND (contype = 'c' OR contype = 'f' AND cardinality(conkey) > 1)"""
    tried = {violation[0] for violation in VIOLATIONS}
    tried |= HIDDEN.keys() | contract_violations.HIDDEN.keys()
    assert {row["conname"] for row in await raw.fetch(sql)} - tried == set()


@pytest.mark.parametrize("table", PERMANENT)
async def test_refuses_to_delete_what_must_stay(raw: asyncpg.Connection, others: dict[str, str], table: str) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=f"^{table}_is_never_deleted:"):
        await raw.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", PERMANENT)
async def test_refuses_to_empty_what_must_stay(raw: asyncpg.Connection, others: dict[str, str], table: str) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="_is_never_truncated:"):
        await raw.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    ("trigger", "sql"),
    [
        ("audit_event_is_append_only", "UPDATE audit_event SET address = address"),
        ("certificate_content_is_immutable", "UPDATE certificate SET amount = amount + 1"),
        ("certificate_content_is_immutable", "UPDATE certificate SET issued_at = now()"),
        ("certificate_content_is_immutable", "UPDATE certificate SET contract_type = 'SERVICES'"),
        ("certificate_content_is_immutable", "UPDATE certificate SET medium = 'PAPER' WHERE medium = 'ELECTRONIC'"),
        ("certificate_content_is_immutable", "UPDATE certificate SET joint_venture_members = '[{}]'"),
        ("certificate_content_is_immutable", "UPDATE certificate SET ended_at = now()"),
        (
            "certificate_content_is_immutable",
            "UPDATE certificate SET status = 'SUPERSEDED'; UPDATE certificate SET ended_at = NULL",
        ),
        ("document_is_made_once", f"{MAKE}; UPDATE document SET last_error = NULL WHERE kind = 'CERTIFICATE'"),
        ("document_is_made_once", f"{MAKE}; UPDATE document SET made_at = NULL WHERE kind = 'CERTIFICATE'"),
        ("fee_statement_is_never_changed", "UPDATE fee_statement SET bill_to = bill_to"),
        ("guarantee_keeps_what_was_applied_for", "UPDATE guarantee SET medium = 'PAPER' WHERE medium = 'ELECTRONIC'"),
        ("guarantee_keeps_its_number", "UPDATE guarantee SET number = '31083-00002B' WHERE number IS NOT NULL"),
        ("guarantee_keeps_its_number", "UPDATE guarantee SET issued_at = now() WHERE number IS NOT NULL"),
        ("guarantee_stays_accepted", f"{ACCEPT}; {TAKE_BACK}"),
        (
            "handover_stays_decided",
            "UPDATE handover SET handover_status = 'RETURNED'; UPDATE handover SET sent_at = now()",
        ),
        ("handover_event_never_changes", "UPDATE handover_event SET party_name = ''"),
        ("handover_event_never_changes", "DELETE FROM handover_event"),
        ("handover_event_is_never_truncated", "TRUNCATE handover_event"),
        ("key_presentation_never_changes", f"{PRESENT}; UPDATE key_presentation SET presented_at = now()"),
        ("key_presentation_never_changes", f"{PRESENT}; DELETE FROM key_presentation"),
        ("key_presentation_is_never_truncated", "TRUNCATE key_presentation"),
        *violations.CHANGES,
        ("submission_never_changes", "UPDATE submission SET reason = ''"),
        ("submission_never_changes", "DELETE FROM submission"),
        ("submission_is_never_truncated", "TRUNCATE submission"),
        ("contract_change_never_changes", "UPDATE contract_change SET reason = ''"),
        ("contract_change_never_changes", "DELETE FROM contract_change"),
        ("contract_change_is_never_truncated", "TRUNCATE contract_change"),
        ("received_notice_never_changes", "UPDATE received_notice SET received_by = ''"),
        ("received_notice_never_changes", "DELETE FROM received_notice"),
        ("received_notice_is_never_truncated", "TRUNCATE received_notice"),
        ("auth_key_keeps_its_digest", "UPDATE auth_key SET digest = sha256('')"),
        ("outgoing_mail_keeps_what_it_tells", "UPDATE outgoing_mail SET recipient = 'x@example.jp'"),
        ("outgoing_mail_keeps_what_it_tells", "UPDATE outgoing_mail SET facts = facts || '{\"number\": null}'"),
        ("serial_counter_counts_up", "UPDATE serial_counter SET last_serial = last_serial"),
        ("serial_counter_counts_up", "UPDATE serial_counter SET fiscal_year = 2030, last_serial = last_serial + 1"),
        ("guarantee_issued_is_stated", f"{NOW}; {ISSUE_UNSTATED}"),
        ("serial_counter_counts_what_is_issued", f"{NOW}; UPDATE serial_counter SET last_serial = last_serial + 1"),
        ("serial_counter_counts_what_is_issued", f"{NOW}; UPDATE serial_counter SET last_serial = last_serial + 2"),
    ],
)
async def test_refuses_to_change_what_must_stay(
    raw: asyncpg.Connection, others: dict[str, str], trigger: str, sql: str
) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=f"^{trigger}:"):
        await raw.execute(sql)


@pytest.mark.parametrize(
    ("trigger", "change"),
    [
        ("certificate_content_is_immutable", ("certificate", "SUPERSEDED", "CURRENT")),
        ("auth_key_keeps_its_digest", ("auth_key", "ROTATED", "ACTIVE")),
    ],
)
async def test_what_has_ended_never_comes_back(
    raw: asyncpg.Connection, others: dict[str, str], trigger: str, change: tuple[str, str, str]
) -> None:
    table, first, then = change
    await raw.execute(f"UPDATE {table} SET status = '{first}'")
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=f"^{trigger}:"):
        await raw.execute(f"UPDATE {table} SET status = '{then}'")
