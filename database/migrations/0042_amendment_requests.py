"""Contractors request amendments of issued guarantees. There are none before."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

from models.after_issue.amendment_request import AmendmentRequestStatus

KINDS = (
    *("SUBMITTED", "ISSUED", "RETURNED", "DECLINED", "FEE_REQUESTED", "APPROVAL_REVOKED", "WITHDRAWN"),
    *("MESSAGE_POSTED", "WRONG_KEYS", "KEY_NOTICE", "OBLIGEE_ACCEPTED", "OBLIGEE_RETURNED", "NEW_APPLICATION"),
    *("BRANCH_DIGEST", "REVIEW_REMINDER", "INVITATION", "PASSWORD_RESET"),
    *("RELEASED", "CANCELLED", "AMENDED"),
    *("AMENDMENT_ASKED", "AMEND_WITHDRAWN", "AMEND_DECLINED"),
)
WISHED = "amount, expiry_date, project_name, period_from, period_to, contract_price"
KEPT = f"surety_id, contractor_id, guarantee_id, number, {WISHED}, reason, requested_at, requested_by_id"
"""What never changes, also while it is open."""
RULES: list[str] = [
    "ALTER TABLE amendment_request ADD CONSTRAINT amendment_request_status_is_known CHECK (status IN ('OPEN', 'WITHDRAWN', 'DECLINED', 'DONE'))",
    "CREATE UNIQUE INDEX guarantee_with_parties ON guarantee (id, surety_id, contractor_id)",
    "ALTER TABLE amendment_request ADD CONSTRAINT amendment_request_has_parties_of_guarantee"
    " FOREIGN KEY (guarantee_id, surety_id, contractor_id) REFERENCES guarantee (id, surety_id, contractor_id)",
    "CREATE TRIGGER amendment_request_is_decided_once BEFORE UPDATE ON amendment_request FOR EACH ROW"
    " WHEN (OLD.status <> 'OPEN') EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER amendment_request_keeps_what_it_asks BEFORE UPDATE ON amendment_request FOR EACH ROW"
    f" WHEN (({', '.join(f'OLD.{name}' for name in KEPT.split(', '))})"
    f" IS DISTINCT FROM ({', '.join(f'NEW.{name}' for name in KEPT.split(', '))})) EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER amendment_request_is_never_deleted BEFORE DELETE ON amendment_request FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER amendment_request_is_never_truncated BEFORE TRUNCATE ON amendment_request EXECUTE FUNCTION forbid()",
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known, ADD CONSTRAINT outgoing_mail_kind_is_known"
    f" CHECK (kind IN {KINDS})",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0041_active_officers")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AmendmentRequest",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "surety",
                    fields.ForeignKeyField(
                        "models.Surety",
                        source_field="surety_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "contractor",
                    fields.ForeignKeyField(
                        "models.Contractor",
                        source_field="contractor_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
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
                ("number", fields.SmallIntField()),
                (
                    "status",
                    fields.CharEnumField(
                        description="OPEN: OPEN\nWITHDRAWN: WITHDRAWN\nDECLINED: DECLINED\nDONE: DONE",
                        enum_type=AmendmentRequestStatus,
                        max_length=16,
                    ),
                ),
                ("amount", fields.BigIntField(null=True)),
                ("expiry_date", fields.DateField(null=True)),
                ("project_name", fields.CharField(null=True, max_length=120)),
                ("period_from", fields.DateField(null=True)),
                ("period_to", fields.DateField(null=True)),
                ("contract_price", fields.BigIntField(null=True)),
                ("reason", fields.TextField(unique=False)),
                ("requested_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "requested_by",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="requested_by_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("decision_reason", fields.TextField(null=True, unique=False)),
                (
                    "certificate",
                    fields.ForeignKeyField(
                        "models.Certificate",
                        source_field="certificate_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "amendment_request",
                "app": "models",
                "unique_together": (("guarantee_id", "number"),),
                "indexes": [
                    Index(fields=["surety_id", "status", "id"], name="amendment_request_by_status"),
                    Index(fields=["contractor_id", "id"], name="amendment_request_of_contractor"),
                ],
                "pk_attr": "id",
                "table_description": "A contractor's request to amend one guarantee. Surety and contractor are those of the guarantee.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="AmendmentRequest",
            constraint=UniqueConstraint(
                fields=("guarantee_id",), name="amendment_request_is_open_once", condition="status = 'OPEN'"
            ),
        ),
        ops.AddConstraint(
            model_name="AmendmentRequest",
            constraint=CheckConstraint(check="number BETWEEN 1 AND 50", name="amendment_request_is_one_of_fifty"),
        ),
        ops.AddConstraint(
            model_name="AmendmentRequest",
            constraint=CheckConstraint(
                check="amount > 0 AND contract_price > 0", name="amendment_request_sums_are_positive"
            ),
        ),
        ops.AddConstraint(
            model_name="AmendmentRequest",
            constraint=CheckConstraint(
                check="num_nonnulls(amount, expiry_date, project_name, period_from, period_to) > 0",
                name="amendment_request_changes_more_than_the_price",
            ),
        ),
        ops.AddConstraint(
            model_name="AmendmentRequest",
            constraint=CheckConstraint(check="period_from <= period_to", name="amendment_request_period_runs_forward"),
        ),
        ops.AddConstraint(
            model_name="AmendmentRequest",
            constraint=CheckConstraint(
                check="(status = 'OPEN') = (decided_at IS NULL)", name="amendment_request_decided_has_a_time"
            ),
        ),
        ops.AddConstraint(
            model_name="AmendmentRequest",
            constraint=CheckConstraint(
                check="(status = 'DECLINED') = (decision_reason IS NOT NULL)",
                name="amendment_request_declined_has_a_reason",
            ),
        ),
        ops.AddConstraint(
            model_name="AmendmentRequest",
            constraint=CheckConstraint(
                check="(status = 'DONE') = (certificate_id IS NOT NULL)",
                name="amendment_request_done_has_a_certificate",
            ),
        ),
        ops.RunSQL(RULES),
    ]
