"""Sureties have images of their seals; certificates refer to theirs. Those of before have none: the seal is drawn.

Contracting officers have a version.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

RULES = [
    "CREATE TRIGGER seal_image_never_changes BEFORE UPDATE OR DELETE ON seal_image FOR EACH ROW EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER seal_image_is_never_truncated BEFORE TRUNCATE ON seal_image EXECUTE FUNCTION forbid()",
    "CREATE INDEX certificate_with_seal ON certificate (seal_id) WHERE seal_id IS NOT NULL",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0033_registers")]

    initial = False

    operations = [
        ops.CreateModel(
            name="SealImage",
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
                ("version", fields.IntField()),
                ("set_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("content", fields.BinaryField(null=True)),
                ("sha256", fields.BinaryField(null=True)),
            ],
            options={
                "table": "seal_image",
                "app": "models",
                "unique_together": (("surety_id", "version"),),
                "pk_attr": "id",
                "table_description": "What a surety's certificates print as its seal from then on. Rows never change; certificates refer to theirs.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="SealImage",
            constraint=CheckConstraint(
                check="num_nulls(content, sha256) IN (0, 2) AND octet_length(sha256) = 32"
                " AND octet_length(content) BETWEEN 1 AND 100000",
                name="seal_image_is_small_and_digested",
            ),
        ),
        ops.AddField("ContractingOfficer", "version", fields.IntField(default=1, db_default=1)),
        ops.AddField(
            "Certificate",
            "seal",
            fields.ForeignKeyField(
                "models.SealImage",
                source_field="seal_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.RunSQL(RULES),
    ]
