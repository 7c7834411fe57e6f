"""Contracting officers of obligees, and changes of contracts before anything is issued on them.

The constraint by which contract and guarantees name the same obligee can be deferred: a change of the obligee changes
both.
"""

from typing import Any

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

from models.enums import Role

RULES = [
    "CREATE INDEX contract_of_officer ON contract (contracting_officer_id)",
    "ALTER TABLE contract_change ADD CONSTRAINT contract_change_role_is_known"
    " CHECK (role IN ('CONTRACTOR', 'SURETY', 'OBLIGEE', 'E_CONTRACT_SYSTEM', 'OPERATOR'))",
    "ALTER TABLE contract ADD CONSTRAINT contract_officer_of_the_obligee"
    " FOREIGN KEY (contracting_officer_id, obligee_id) REFERENCES contracting_officer (id, obligee_id)",
    "CREATE TRIGGER contract_change_never_changes BEFORE UPDATE OR DELETE ON contract_change FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER contract_change_is_never_truncated BEFORE TRUNCATE ON contract_change EXECUTE FUNCTION forbid()",
    "ALTER TABLE guarantee ALTER CONSTRAINT guarantee_same_parties_as_contract DEFERRABLE INITIALLY IMMEDIATE",
]


def key() -> fields.Field[Any]:
    return fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)


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
    dependencies = [("models", "0023_attachments")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ContractingOfficer",
            fields=[
                ("id", key()),
                ("obligee", reference("models.Obligee", "obligee_id")),
                ("title", fields.CharField(max_length=120)),
                ("office", fields.CharField(null=True, max_length=120)),
            ],
            options={
                "table": "contracting_officer",
                "app": "models",
                "unique_together": (("obligee_id", "title"),),
                "pk_attr": "id",
                "table_description": "Someone who contracts for an obligee: a bureau's 契約担当官, or the head of an"
                " office.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="ContractingOfficer",
            constraint=UniqueConstraint(
                fields=("id", "obligee_id"), name="contracting_officer_with_obligee", condition=None
            ),
        ),
        ops.CreateModel(
            name="ContractChange",
            fields=[
                ("id", key()),
                ("surety", reference("models.Surety", "surety_id")),
                ("contractor", reference("models.Contractor", "contractor_id")),
                ("contract_id", fields.UUIDField()),
                ("version", fields.SmallIntField()),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_by", reference("models.Account", "changed_by_id")),
                ("role", fields.CharEnumField(enum_type=Role, max_length=24)),
                ("reason", fields.TextField(null=True, unique=False)),
                ("changes", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={
                "table": "contract_change",
                "app": "models",
                "unique_together": (("contract_id", "version"),),
                "pk_attr": "id",
                "table_description": "One change of a contract, or its removal. Rows never change.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="ContractChange",
            constraint=CheckConstraint(check="version BETWEEN 2 AND 52", name="contract_change_is_one_of_fifty"),
        ),
        ops.AddConstraint(
            model_name="ContractChange",
            constraint=CheckConstraint(
                check="role = 'CONTRACTOR' OR (role = 'SURETY' AND reason IS NOT NULL)",
                name="contract_change_by_the_surety_has_a_reason",
            ),
        ),
        ops.AddField(
            model_name="Contract",
            name="contracting_officer",
            field=reference("models.ContractingOfficer", "contracting_officer_id", null=True),
        ),
        ops.AddField(model_name="Contract", name="version", field=fields.SmallIntField(default=1, db_default=1)),
        ops.RunSQL(RULES),
    ]
