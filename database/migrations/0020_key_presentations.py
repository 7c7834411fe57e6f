"""What an e-contract system has presented number and key of is a row of its own: other systems do not see it."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

# What systems have presented, the audit log knows; of an upload the look-up is in it too.
CARRY_OVER = """
INSERT INTO key_presentation (id, api_client_id, guarantee_id, presented_at)
SELECT uuidv7(), actor_id, subject_id, min(at) FROM audit_event
JOIN api_client ON api_client.id = actor_id JOIN guarantee ON guarantee.id = subject_id
WHERE action = 'certificate.read' AND audit_event.role = 'E_CONTRACT_SYSTEM'
GROUP BY actor_id, subject_id"""
RULES = [
    "CREATE TRIGGER key_presentation_never_changes BEFORE UPDATE OR DELETE ON key_presentation FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER key_presentation_is_never_truncated BEFORE TRUNCATE ON key_presentation EXECUTE FUNCTION forbid()",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0019_mails")]

    initial = False

    operations = [
        ops.CreateModel(
            name="KeyPresentation",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "api_client",
                    fields.ForeignKeyField(
                        "models.ApiClient",
                        source_field="api_client_id",
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
                ("presented_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "key_presentation",
                "app": "models",
                "unique_together": (("api_client_id", "guarantee_id"),),
                "pk_attr": "id",
                "table_description": "An e-contract system has presented number and key of a guarantee: from then on it"
                " sees the guarantee.",
            },
            bases=["Row"],
        ),
        ops.RunSQL([CARRY_OVER, *RULES]),
    ]
