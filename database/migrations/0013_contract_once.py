"""A surety registers the same contract once; a second one is marked as another (domain rule 13)."""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint

from models.texts import search_text

CHUNK = 10_000
FILL = """
UPDATE contract SET folded_project_name = filled.name
FROM unnest($1::uuid[], $2::text[]) AS filled (id, name) WHERE contract.id = filled.id"""
MARK = """
UPDATE contract SET is_another = true
FROM (
    SELECT id, row_number() OVER (
        PARTITION BY surety_id, contractor_id, obligee_id, folded_project_name, contract_date, contract_price
        ORDER BY id
    ) AS place FROM contract
) AS placed
WHERE contract.id = placed.id AND placed.place > 1"""


async def fold_names(_apps: Any, editor: Any) -> None:
    """In chunks: PostgreSQL cannot fold names."""
    last = "00000000-0000-0000-0000-000000000000"
    select = f"SELECT id, project_name FROM contract WHERE id > $1 ORDER BY id LIMIT {CHUNK}"
    while rows := await editor.client.execute_query_dict(select, [last]):
        names = [search_text.fold(row["project_name"]) for row in rows]
        await editor.client.execute_query(FILL, [[row["id"] for row in rows], names])
        last = rows[-1]["id"]


class Migration(migrations.Migration):
    """Earlier duplicates count as declared to be another contract."""

    dependencies = [("models", "0012_received_guarantees")]

    initial = False

    operations = [
        ops.AddField("Contract", "folded_project_name", fields.TextField(null=True, unique=False)),
        ops.AddField("Contract", "is_another", fields.BooleanField(default=False, db_default=False)),
        ops.RunPython(fold_names),
        ops.RunSQL(MARK),
        ops.AlterField("Contract", "folded_project_name", fields.TextField(unique=False)),
        ops.AddConstraint(
            "Contract",
            UniqueConstraint(
                fields=(
                    "surety_id",
                    "contractor_id",
                    "obligee_id",
                    "folded_project_name",
                    "contract_date",
                    "contract_price",
                ),
                name="contract_registered_once",
                condition="NOT is_another",
            ),
        ),
    ]
