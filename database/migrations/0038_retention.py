"""Rules of retention and reports of purges. Facts of sent mails may be removed; nothing else of them changes.

Without rules of its own a database keeps rows as long as models/after_issue/retention.py says.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

from models.after_issue.retention import PurgeSubject

TOLD = (
    *("kind", "event", "surety_id", "guarantee_id", "application_id", "document_id", "sender", "recipient"),
    "facts::text",
)
OLD, NEW = (", ".join(f"{row}.{column}" for column in TOLD) for row in ("OLD", "NEW"))
RULES: list[str] = [
    "ALTER TABLE purge_report ADD CONSTRAINT purge_report_subject_is_known CHECK (subject IN ('SESSIONS', 'API_TOKENS', 'PASSWORD_LINKS', 'IDEMPOTENCY_RECORDS', 'FAILURE_WINDOWS', 'MAIL_FACTS', 'DRAFTS'))",
    "ALTER TABLE retention_rule ADD CONSTRAINT retention_rule_subject_is_known CHECK (subject IN ('SESSIONS', 'API_TOKENS', 'PASSWORD_LINKS', 'IDEMPOTENCY_RECORDS', 'FAILURE_WINDOWS', 'MAIL_FACTS', 'DRAFTS'))",
    "DROP TRIGGER outgoing_mail_keeps_what_it_tells ON outgoing_mail",
    "CREATE TRIGGER outgoing_mail_keeps_what_it_tells BEFORE UPDATE ON outgoing_mail FOR EACH ROW"
    f" WHEN ((({OLD}) IS DISTINCT FROM ({NEW}) OR OLD.state = 'SENT')"
    " AND NOT (OLD.state = 'SENT' AND NEW.facts = '{}' AND to_jsonb(OLD) - 'facts' = to_jsonb(NEW) - 'facts'))"
    " EXECUTE FUNCTION forbid()",
    "CREATE INDEX outgoing_mail_with_facts ON outgoing_mail (sent_at) WHERE state = 'SENT' AND facts <> '{}'",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0037_audit_chain")]

    initial = False

    operations = [
        ops.CreateModel(
            name="PurgeReport",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "subject",
                    fields.CharEnumField(
                        description="SESSIONS: SESSIONS\nAPI_TOKENS: API_TOKENS\nPASSWORD_LINKS: PASSWORD_LINKS\nIDEMPOTENCY_RECORDS: IDEMPOTENCY_RECORDS\nFAILURE_WINDOWS: FAILURE_WINDOWS\nMAIL_FACTS: MAIL_FACTS\nDRAFTS: DRAFTS",
                        enum_type=PurgeSubject,
                        max_length=24,
                    ),
                ),
                ("day", fields.DateField()),
                ("days", fields.IntField()),
                ("purged", fields.BigIntField()),
                ("last_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "purge_report",
                "app": "models",
                "unique_together": (("subject", "day"),),
                "pk_attr": "id",
                "table_description": "How many rows were purged on a day in Japan. A purge and its report are committed together.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="PurgeReport",
            constraint=CheckConstraint(check="purged > 0", name="purge_report_counts_rows"),
        ),
        ops.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "subject",
                    fields.CharEnumField(
                        description="SESSIONS: SESSIONS\nAPI_TOKENS: API_TOKENS\nPASSWORD_LINKS: PASSWORD_LINKS\nIDEMPOTENCY_RECORDS: IDEMPOTENCY_RECORDS\nFAILURE_WINDOWS: FAILURE_WINDOWS\nMAIL_FACTS: MAIL_FACTS\nDRAFTS: DRAFTS",
                        enum_type=PurgeSubject,
                        max_length=24,
                    ),
                ),
                ("days", fields.IntField()),
                ("in_force_from", fields.DateField()),
                (
                    "set_by",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="set_by_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("set_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "retention_rule",
                "app": "models",
                "unique_together": (("subject", "in_force_from"),),
                "pk_attr": "id",
                "table_description": "For how many days rows are kept, from a day until the next rule for the same rows.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="RetentionRule",
            constraint=CheckConstraint(check="days BETWEEN 0 AND 3650", name="retention_rule_keeps_for_some_years"),
        ),
        ops.RunSQL(RULES),
    ]
