"""Entries of the registers have a version, a history, and may be deactivated; existing ones are active and begin at 1."""

from typing import Any

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

from models.enums import Role

RULES = [
    "ALTER TABLE register_change ADD CONSTRAINT register_change_role_is_known"
    " CHECK (role IN ('CONTRACTOR', 'SURETY', 'OBLIGEE', 'E_CONTRACT_SYSTEM', 'OPERATOR'))",
    "CREATE TRIGGER register_change_never_changes BEFORE UPDATE OR DELETE ON register_change FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER register_change_is_never_truncated BEFORE TRUNCATE ON register_change EXECUTE FUNCTION forbid()",
]


def reference(model: str, column: str, *, null: bool = False) -> Any:
    return fields.ForeignKeyField(
        model,
        source_field=column,
        null=null,
        db_index=True,
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.RESTRICT,
    )


class Migration(migrations.Migration):
    dependencies = [("models", "0032_obligee_rules")]

    initial = False

    operations = [
        ops.CreateModel(
            name="RegisterChange",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("surety", reference("models.Surety", "surety_id", null=True)),
                ("obligee", reference("models.Obligee", "obligee_id", null=True)),
                ("contractor", reference("models.Contractor", "contractor_id", null=True)),
                ("entry_id", fields.UUIDField()),
                ("version", fields.IntField()),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_by", reference("models.Account", "changed_by_id")),
                (
                    "role",
                    fields.CharEnumField(
                        description="CONTRACTOR: CONTRACTOR\nSURETY: SURETY\nOBLIGEE: OBLIGEE\nE_CONTRACT_SYSTEM: E_CONTRACT_SYSTEM\nOPERATOR: OPERATOR",
                        enum_type=Role,
                        max_length=24,
                    ),
                ),
                ("changes", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={
                "table": "register_change",
                "app": "models",
                "unique_together": (("entry_id", "version"),),
                "pk_attr": "id",
                "table_description": "The creation of an entry of the registers, or one change of it. Rows never change.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="RegisterChange",
            constraint=CheckConstraint(check="version >= 1", name="register_change_has_a_version"),
        ),
        ops.AddConstraint(
            model_name="RegisterChange",
            constraint=CheckConstraint(
                check="num_nonnulls(surety_id, obligee_id, contractor_id) = 1",
                name="register_change_is_of_one_organisation",
            ),
        ),
        ops.AddField("Branch", "hours", fields.CharField(null=True, max_length=60)),
        *(
            ops.AddField(model, name, field)
            for model in ("Branch", "Contractor", "Obligee", "Surety")
            for name, field in (
                ("is_active", fields.BooleanField(default=True, db_default=True)),
                ("version", fields.IntField(default=1, db_default=1)),
            )
        ),
        ops.RunSQL(RULES),
    ]
