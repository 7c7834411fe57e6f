"""Fee requests with amount, day and account; statements with their own parties and subject."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.enums import ContractType

LARGEST_YEN = 2**53 - 1


def _copied(*, null: bool) -> dict[str, Any]:
    """Columns of fee_statement that every row has in the end."""
    return {
        "principal_name": fields.CharField(max_length=120, null=null),
        "obligee_title": fields.CharField(max_length=120, null=null),
        "project_name": fields.CharField(max_length=120, null=null),
        "contract_type": fields.CharEnumField(enum_type=ContractType, max_length=16, null=null),
        "surety_name": fields.CharField(max_length=120, null=null),
        "surety_address": fields.CharField(max_length=200, null=null),
        "surety_representative": fields.CharField(max_length=120, null=null),
        "handling_branch_name": fields.CharField(max_length=60, null=null),
        "handling_branch_telephone": fields.CharField(max_length=20, null=null),
    }


OPTIONAL: dict[str, Any] = {
    "guarantee_number": fields.CharField(max_length=12, null=True),
    "due_on": fields.DateField(null=True),
    "fee_account": fields.CharField(max_length=121, null=True),
    "joint_venture_name": fields.CharField(max_length=120, null=True),
    "handling_branch_fax": fields.CharField(max_length=20, null=True),
}
"""Other new columns."""

# Earlier statements were created at the issue; the newest version of the certificate has their subject.
COPY = """
UPDATE fee_statement SET guarantee_number = version.guarantee_number, principal_name = version.principal_name,
    joint_venture_name = version.joint_venture_name, obligee_title = version.obligee_title,
    project_name = version.project_name, contract_type = contract.contract_type,
    surety_name = version.surety_name, surety_address = version.surety_address,
    surety_representative = version.surety_representative, handling_branch_name = version.handling_branch_name,
    handling_branch_telephone = version.handling_branch_telephone, handling_branch_fax = version.handling_branch_fax
FROM (SELECT DISTINCT ON (guarantee_id) * FROM certificate ORDER BY guarantee_id, issued_at DESC) AS version
JOIN guarantee ON guarantee.id = version.guarantee_id
JOIN contract ON contract.id = guarantee.contract_id
WHERE version.guarantee_id = fee_statement.guarantee_id
"""
CARRY_OVER = [
    "ALTER TABLE fee_statement DISABLE TRIGGER fee_statement_is_never_changed",
    COPY,
    "ALTER TABLE fee_statement ENABLE TRIGGER fee_statement_is_never_changed",
    # Only for outstanding fees, because the day limits the day of payment.
    "UPDATE guarantee SET approved_on = (event.at AT TIME ZONE 'Asia/Tokyo')::date FROM ("
    " SELECT subject_id, max(at) AS at FROM audit_event WHERE action = 'guarantee.approved' GROUP BY subject_id"
    ") AS event WHERE event.subject_id = guarantee.id AND status = 'AWAITING_FEE'",
    "UPDATE application SET applicant_id = account.id FROM audit_event JOIN account ON account.id = actor_id"
    " WHERE subject_id = application.id AND action = 'application.submitted'",
]
RULES = [
    "CREATE SEQUENCE fee_request_number",
    "ALTER TABLE fee_statement ADD CONSTRAINT fee_statement_contract_type_is_known"
    " CHECK (contract_type IN ('WORKS', 'SERVICES'))",
    "CREATE INDEX application_applicant ON application (applicant_id)",
    # Earlier statements may violate it, and statements never change: then it applies to new ones only.
    "ALTER TABLE fee_statement ADD CONSTRAINT fee_statement_is_not_above_the_amount"
    f" CHECK (fee <= amount AND amount <= {LARGEST_YEN}) NOT VALID",
    "DO $$ BEGIN ALTER TABLE fee_statement VALIDATE CONSTRAINT fee_statement_is_not_above_the_amount;"
    " EXCEPTION WHEN check_violation THEN NULL; END $$",
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known, ADD CONSTRAINT outgoing_mail_kind_is_known"
    " CHECK (kind IN ('ISSUED', 'RETURNED', 'DECLINED', 'FEE_REQUESTED', 'WITHDRAWN', 'MESSAGE_POSTED', 'WRONG_KEYS',"
    " 'KEY_NOTICE', 'OBLIGEE_ACCEPTED', 'OBLIGEE_RETURNED'))",
]

REQUIRE_STATED = """
CREATE FUNCTION require_stated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM fee_statement WHERE guarantee_id = NEW.id) THEN
        RAISE EXCEPTION '%: the fee of % is not stated', TG_NAME, NEW.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""
# At the end of the transaction, because a statement has the number of the issued guarantee.
STATED = """
CREATE CONSTRAINT TRIGGER guarantee_issued_is_stated AFTER UPDATE OF number ON guarantee
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.number IS NULL AND NEW.number IS NOT NULL)
EXECUTE FUNCTION require_stated()
"""

COLUMNS = "INSERT INTO document (id, kind, certificate_id, auth_key_id, fee_statement_id, due_at, attempts)"
NOTICES = f"""
    {COLUMNS} SELECT uuidv7(), 'KEY_NOTICE', c.id, k.id, NULL, greatest(c.issued_at, k.created_at), 0
    FROM certificate c JOIN auth_key k ON k.guarantee_id = c.guarantee_id AND k.status = 'ACTIVE'
    WHERE c.status = 'CURRENT'
"""
ASK = f"""
CREATE OR REPLACE FUNCTION ask_for_documents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'certificate' THEN
        {COLUMNS} SELECT uuidv7(), 'CERTIFICATE', id, NULL, NULL, issued_at, 0 FROM added;
    ELSIF TG_TABLE_NAME = 'fee_statement' THEN
        -- What is stated before the issue is due from the beginning of its day.
        {COLUMNS} SELECT uuidv7(), 'FEE_STATEMENT', NULL, NULL, s.id,
            coalesce(g.issued_at, s.issued_on::timestamp AT TIME ZONE 'Asia/Tokyo'), 0
        FROM added s JOIN guarantee g ON g.id = s.guarantee_id;
        RETURN NULL;
    END IF;
    {NOTICES} AND c.guarantee_id IN (SELECT guarantee_id FROM added) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$
"""


class Migration(migrations.Migration):
    """Adds columns, and fills them for earlier statements and applications."""

    dependencies = [("models", "0013_contract_once")]

    initial = False

    operations = [
        ops.AddField("Surety", "bank_name", fields.CharField(max_length=30, null=True)),
        ops.AddField("Surety", "bank_branch", fields.CharField(max_length=30, null=True)),
        ops.AddField("Surety", "account_type", fields.CharField(max_length=4, null=True)),
        ops.AddField("Surety", "account_number", fields.CharField(max_length=7, null=True)),
        ops.AddField("Surety", "account_holder", fields.CharField(max_length=48, null=True)),
        ops.AddField("Surety", "fee_due_days", fields.SmallIntField(default=14, db_default=14)),
        ops.AddField("Guarantee", "approved_on", fields.DateField(null=True)),
        ops.AddField(
            "Application",
            "applicant",
            fields.ForeignKeyField(
                "models.Account",
                source_field="applicant_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        *(ops.AddField("FeeStatement", name, field) for name, field in (OPTIONAL | _copied(null=True)).items()),
        ops.RunSQL(CARRY_OVER),
        *(ops.AlterField("FeeStatement", name, field) for name, field in _copied(null=False).items()),
        ops.AddConstraint(
            "Surety",
            CheckConstraint(
                name="surety_account_is_whole",
                check="num_nulls(bank_name, bank_branch, account_type, account_number, account_holder) IN (0, 5)"
                " AND account_type IN ('普通', '当座') AND account_number ~ '^[0-9]{7}$'",
            ),
        ),
        ops.AddConstraint(
            "Surety",
            CheckConstraint(name="surety_fees_are_due_in_time", check="fee_due_days BETWEEN 1 AND 90"),
        ),
        ops.AddConstraint(
            "Guarantee",
            CheckConstraint(name="guarantee_fee_is_paid_after_approval", check="fee_paid_on >= approved_on"),
        ),
        ops.RemoveConstraint("FeeStatement", "fee_statement_number_is_well_formed"),
        ops.AddConstraint(
            "FeeStatement",
            CheckConstraint(
                name="fee_statement_number_is_well_formed",
                check="sequence > 0 AND CASE WHEN guarantee_number IS NULL THEN"
                " number ~ '^[0-9]{3}-[0-9]{4}-[0-9]{6,}$' ELSE guarantee_number ~ '^[0-9]{5}-[0-9]{5}[A-Z]$'"
                " AND number = guarantee_number || '-' || sequence END",
            ),
        ),
        ops.AddConstraint(
            "FeeStatement",
            UniqueConstraint(
                fields=("number",),
                name="fee_statement_request_is_numbered_once",
                condition="guarantee_number IS NULL",
            ),
        ),
        ops.AddConstraint(
            "FeeStatement",
            CheckConstraint(
                name="fee_statement_asks_for_what_is_single",
                check="(due_on IS NULL OR (method = 'SINGLE' AND due_on > issued_on))"
                " AND (fee_account IS NULL OR due_on IS NOT NULL)",
            ),
        ),
        ops.RunSQL(RULES),
        ops.RunSQL(ASK),
        ops.RunSQL([REQUIRE_STATED, STATED]),
    ]
