"""The heads of all chains of the audit log are signed each day."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

RULES = [
    "CREATE TRIGGER audit_checkpoint_never_changes BEFORE UPDATE OR DELETE ON audit_checkpoint FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER audit_checkpoint_is_never_truncated BEFORE TRUNCATE ON audit_checkpoint EXECUTE FUNCTION forbid()",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0043_corrections")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AuditCheckpoint",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("day", fields.DateField(unique=True)),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("storage_key", fields.UUIDField()),
                ("size", fields.IntField()),
                ("sha256", fields.BinaryField()),
            ],
            options={
                "table": "audit_checkpoint",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The checkpoint of a day: its bytes are in the store of documents. It never changes.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="AuditCheckpoint",
            constraint=CheckConstraint(check="octet_length(sha256) = 32", name="audit_checkpoint_sha256_is_32_bytes"),
        ),
        ops.RunSQL(RULES),
    ]
