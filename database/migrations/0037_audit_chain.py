"""Audit events are sealed in chains of blocks. Events that exist already are sealed by the first run of a worker."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

RULES = [
    *(
        f"CREATE TRIGGER {table}_never_changes BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION forbid()"
        for table in ("audit_block", "audit_leaf")
    ),
    *(
        f"CREATE TRIGGER {table}_is_never_truncated BEFORE TRUNCATE ON {table} EXECUTE FUNCTION forbid()"
        for table in ("audit_block", "audit_leaf")
    ),
]


class Migration(migrations.Migration):
    dependencies = [("models", "0036_endings")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AuditBlock",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("chain_id", fields.UUIDField()),
                ("number", fields.IntField()),
                ("sealed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("leaf_count", fields.IntField()),
                ("root", fields.BinaryField()),
                ("previous_hash", fields.BinaryField(null=True)),
                ("hash", fields.BinaryField()),
            ],
            options={
                "table": "audit_block",
                "app": "models",
                "unique_together": (("chain_id", "number"),),
                "pk_attr": "id",
                "table_description": "A number of audit events that were sealed together. It never changes.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="AuditBlock",
            constraint=CheckConstraint(
                check="(number = 1) = (previous_hash IS NULL) AND length(previous_hash) = 32",
                name="audit_block_has_a_predecessor",
            ),
        ),
        ops.AddConstraint(
            model_name="AuditBlock",
            constraint=CheckConstraint(check="length(root) = 32 AND length(hash) = 32", name="audit_block_has_hashes"),
        ),
        ops.AddConstraint(
            model_name="AuditBlock",
            constraint=CheckConstraint(
                check="number >= 1 AND leaf_count BETWEEN 1 AND 2000", name="audit_block_has_events"
            ),
        ),
        ops.CreateModel(
            name="AuditChain",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("last_number", fields.IntField()),
                ("last_hash", fields.BinaryField()),
            ],
            options={
                "table": "audit_chain",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The last block of a chain. Its id is that of the surety, or WITHOUT_SURETY.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="AuditChain",
            constraint=CheckConstraint(
                check="last_number >= 1 AND length(last_hash) = 32", name="audit_chain_has_blocks"
            ),
        ),
        ops.CreateModel(
            name="AuditLeaf",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("block_id", fields.UUIDField()),
                ("position", fields.IntField()),
                ("hash", fields.BinaryField()),
            ],
            options={
                "table": "audit_leaf",
                "app": "models",
                "unique_together": (("block_id", "position"),),
                "pk_attr": "id",
                "table_description": "The place of one audit event in its block, and its hash. Its id is that of the event. It never changes.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="AuditLeaf",
            constraint=CheckConstraint(check="position >= 0 AND length(hash) = 32", name="audit_leaf_has_a_place"),
        ),
        ops.RunSQL(RULES),
    ]
