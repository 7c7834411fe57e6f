"""Claims of obligees under guarantees: a new table."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

from models.after_issue.claim import ClaimStatus
from models.parties.surety import AccountType

RULES: list[str] = [
    "ALTER TABLE claim ADD CONSTRAINT claim_status_is_known CHECK (status IN ('FILED', 'UNDER_REVIEW', 'ACCEPTED', 'REJECTED', 'PAID', 'WITHDRAWN'))",
    "ALTER TABLE claim ADD CONSTRAINT claim_account_type_is_known CHECK (account_type IN ('ORDINARY', 'CURRENT'))",
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known, ADD CONSTRAINT outgoing_mail_kind_is_known"
    " CHECK (kind IN ('SUBMITTED', 'ISSUED', 'RETURNED', 'DECLINED', 'FEE_REQUESTED', 'APPROVAL_REVOKED',"
    " 'WITHDRAWN', 'MESSAGE_POSTED', 'WRONG_KEYS', 'KEY_NOTICE', 'OBLIGEE_ACCEPTED', 'OBLIGEE_RETURNED',"
    " 'NEW_APPLICATION', 'BRANCH_DIGEST', 'REVIEW_REMINDER', 'INVITATION', 'PASSWORD_RESET',"
    " 'RELEASED', 'CANCELLED', 'AMENDED',"
    " 'AMENDMENT_ASKED', 'AMEND_WITHDRAWN', 'AMEND_DECLINED', 'CORRECTED', 'AMENDMENT_ENDED', 'KEY_ROTATED',"
    " 'CLAIM_FILED', 'CLAIM_ACCEPTED', 'CLAIM_REJECTED', 'CLAIM_PAID', 'CLAIM_WITHDRAWN'))",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0046_additional_payments")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Claim",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "guarantee",
                    fields.ForeignKeyField(
                        "models.Guarantee",
                        source_field="guarantee_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "account",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="account_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "api_client",
                    fields.ForeignKeyField(
                        "models.ApiClient",
                        source_field="api_client_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        description="FILED: FILED\nUNDER_REVIEW: UNDER_REVIEW\nACCEPTED: ACCEPTED\nREJECTED: REJECTED\nPAID: PAID\nWITHDRAWN: WITHDRAWN",
                        enum_type=ClaimStatus,
                        max_length=16,
                    ),
                ),
                ("filed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_on", fields.DateField()),
                ("amount", fields.BigIntField()),
                ("reason", fields.TextField(unique=False)),
                ("contract_ended_on", fields.DateField()),
                ("advance_paid", fields.BigIntField(null=True)),
                ("progress_paid", fields.BigIntField(null=True)),
                ("finished_work_value", fields.BigIntField(null=True)),
                ("bank_name", fields.CharField(max_length=30)),
                ("bank_branch", fields.CharField(max_length=30)),
                (
                    "account_type",
                    fields.CharEnumField(
                        description="ORDINARY: ORDINARY\nCURRENT: CURRENT", enum_type=AccountType, max_length=8
                    ),
                ),
                ("account_number", fields.CharField(max_length=7)),
                ("account_holder", fields.CharField(max_length=48)),
                ("review_started_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("decision", fields.TextField(null=True, unique=False)),
                ("accepted_amount", fields.BigIntField(null=True)),
                ("paid_on", fields.DateField(null=True)),
                ("paid_amount", fields.BigIntField(null=True)),
            ],
            options={
                "table": "claim",
                "app": "models",
                "indexes": [Index(fields=["guarantee_id", "id"], name="claim_of_guarantee")],
                "pk_attr": "id",
                "table_description": "A claim that the obligee's side has filed; it has arrived when it is recorded.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="Claim",
            constraint=CheckConstraint(check="num_nonnulls(account_id, api_client_id) = 1", name="claim_has_one_filer"),
        ),
        ops.AddConstraint(
            model_name="Claim",
            constraint=CheckConstraint(
                check="amount > 0 AND paid_amount > 0 AND advance_paid BETWEEN 0 AND 9007199254740991 AND progress_paid BETWEEN 0 AND 9007199254740991 AND finished_work_value BETWEEN 0 AND 9007199254740991 AND accepted_amount BETWEEN 1 AND amount",
                name="claim_sums_are_in_range",
            ),
        ),
        ops.AddConstraint(
            model_name="Claim",
            constraint=CheckConstraint(
                check="due_on = (filed_at AT TIME ZONE 'Asia/Tokyo')::date + 30 AND contract_ended_on <= (filed_at AT TIME ZONE 'Asia/Tokyo')::date",
                name="claim_is_due_after_its_arrival",
            ),
        ),
        ops.AddConstraint(
            model_name="Claim",
            constraint=CheckConstraint(
                check="account_number ~ '^[0-9]{7}$' AND bank_name <> '' AND bank_branch <> '' AND account_holder <> ''",
                name="claim_account_is_well_formed",
            ),
        ),
        ops.AddConstraint(
            model_name="Claim",
            constraint=CheckConstraint(
                check="(status IN ('FILED', 'UNDER_REVIEW')) = (decided_at IS NULL) AND (decided_at IS NULL) = (decision IS NULL) AND (status IN ('ACCEPTED', 'PAID')) = (accepted_amount IS NOT NULL) AND (status <> 'FILED' OR review_started_at IS NULL)",
                name="claim_decision_is_complete",
            ),
        ),
        ops.AddConstraint(
            model_name="Claim",
            constraint=CheckConstraint(
                check="(status = 'PAID') = (paid_on IS NOT NULL) AND (paid_on IS NULL) = (paid_amount IS NULL)",
                name="claim_payment_is_complete",
            ),
        ),
        ops.AddConstraint(
            model_name="Claim",
            constraint=UniqueConstraint(
                fields=("guarantee_id",), name="claim_open_once", condition="status NOT IN ('REJECTED', 'WITHDRAWN')"
            ),
        ),
        ops.RunSQL(RULES),
    ]
