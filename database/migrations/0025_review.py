"""Reviews, notes about them, read marks of messages, waiting applications, and how branches are told of them.

Messages from before are read. An application in review has waited since it was sent last.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

from models.parties.branch_notification import NotificationTiming

# Until here no operation could put a guarantee under review.
FILL = [
    "UPDATE guarantee SET status = 'SUBMITTED' WHERE status = 'UNDER_REVIEW'",
    "UPDATE message SET read_at = sent_at",
    """UPDATE application SET waiting_since = (
        SELECT max(submission.submitted_at) FROM submission WHERE submission.application_id = application.id)
    WHERE EXISTS (SELECT FROM guarantee WHERE guarantee.application_id = application.id AND status = 'SUBMITTED')""",
]
RULES = [
    "CREATE INDEX guarantee_of_reviewer ON guarantee (reviewer_id) WHERE reviewer_id IS NOT NULL",
    "CREATE INDEX guarantee_not_issued ON guarantee (status, application_id) WHERE number IS NULL",
    "CREATE INDEX message_unread ON message (application_id) WHERE read_at IS NULL",
    "CREATE INDEX application_waiting ON application (surety_id, waiting_since, id) WHERE waiting_since IS NOT NULL",
    "CREATE INDEX application_waiting_at_branch ON application (submission_branch_id, waiting_since, id)"
    " WHERE waiting_since IS NOT NULL",
    "CREATE INDEX application_untold ON application (untold_since) WHERE untold_since IS NOT NULL",
    "ALTER TABLE branch_notification ADD CONSTRAINT branch_notification_timing_is_known"
    " CHECK (timing IN ('IMMEDIATE', 'HOURLY'))",
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known",
    "ALTER TABLE outgoing_mail ADD CONSTRAINT outgoing_mail_kind_is_known CHECK (kind IN ('SUBMITTED',"
    " 'NEW_APPLICATION', 'BRANCH_DIGEST', 'REVIEW_REMINDER', 'ISSUED', 'RETURNED', 'DECLINED', 'FEE_REQUESTED',"
    " 'APPROVAL_REVOKED', 'WITHDRAWN', 'MESSAGE_POSTED', 'WRONG_KEYS', 'KEY_NOTICE', 'OBLIGEE_ACCEPTED',"
    " 'OBLIGEE_RETURNED'))",
    "CREATE TRIGGER message_keeps_what_it_says BEFORE UPDATE ON message FOR EACH ROW WHEN ("
    "to_jsonb(OLD) - 'read_at' IS DISTINCT FROM to_jsonb(NEW) - 'read_at'"
    " OR (OLD.read_at IS NOT NULL AND OLD.read_at IS DISTINCT FROM NEW.read_at)) EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER review_note_never_changes BEFORE UPDATE OR DELETE ON review_note FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER review_note_is_never_truncated BEFORE TRUNCATE ON review_note EXECUTE FUNCTION forbid()",
]
UNDER_REVIEW = CheckConstraint(
    name="guarantee_under_review_has_a_reviewer",
    check="(status = 'UNDER_REVIEW') = (reviewer_id IS NOT NULL)"
    " AND (reviewer_id IS NULL) = (review_started_at IS NULL)",
)


class Migration(migrations.Migration):
    dependencies = [("models", "0024_contract_changes")]

    initial = False

    operations = [
        ops.CreateModel(
            name="BranchNotification",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "branch",
                    fields.ForeignKeyField(
                        "models.Branch",
                        source_field="branch_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "timing",
                    fields.CharEnumField(
                        default=NotificationTiming.IMMEDIATE,
                        description="IMMEDIATE: IMMEDIATE\nHOURLY: HOURLY",
                        enum_type=NotificationTiming,
                        max_length=16,
                    ),
                ),
                ("email", fields.CharField(null=True, max_length=254)),
                ("reminder_days", fields.SmallIntField(default=3)),
            ],
            options={
                "table": "branch_notification",
                "app": "models",
                "unique_together": (("branch_id",),),
                "pk_attr": "id",
                "table_description": "The choice of a branch, made by its surety's staff.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="BranchNotification",
            constraint=CheckConstraint(
                check="reminder_days BETWEEN 1 AND 30", name="branch_notification_reminds_in_time"
            ),
        ),
        ops.CreateModel(
            name="ReviewNote",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
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
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "written_by",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="written_by_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("written_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("body", fields.TextField(unique=False)),
            ],
            options={
                "table": "review_note",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A note of the surety's staff, which contractor and obligee never see. Rows are"
                " never changed or deleted.",
            },
            bases=["Row"],
        ),
        ops.AddField(
            model_name="Application",
            name="waiting_since",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Application",
            name="untold_since",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddIndex(model_name="Application", index=Index(fields=["surety_id", "id"], name="application_of_surety")),
        ops.AddIndex(
            model_name="Application", index=Index(fields=["submission_branch_id", "id"], name="application_at_branch")
        ),
        ops.AddField(
            model_name="Message",
            name="read_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Guarantee",
            name="reviewer",
            field=fields.ForeignKeyField(
                "models.Account",
                source_field="reviewer_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Guarantee",
            name="review_started_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.RunSQL([*FILL, *RULES]),
        ops.AddConstraint(model_name="Guarantee", constraint=UNDER_REVIEW),
    ]
