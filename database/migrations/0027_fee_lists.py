"""Fee statements are listed: each names its contractor. Existing rows get that of their guarantee."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

CARRY_OVER = [
    "ALTER TABLE fee_statement DISABLE TRIGGER fee_statement_is_never_changed",
    "UPDATE fee_statement SET contractor_id = guarantee.contractor_id FROM guarantee"
    " WHERE guarantee.id = fee_statement.guarantee_id",
    "ALTER TABLE fee_statement ENABLE TRIGGER fee_statement_is_never_changed",
]
# A server of the version before does not write the column.
TAKE_CONTRACTOR = """
CREATE FUNCTION take_contractor_of_guarantee() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT contractor_id INTO NEW.contractor_id FROM guarantee WHERE id = NEW.guarantee_id;
    RETURN NEW;
END $$
"""
TAKES_CONTRACTOR = """
CREATE TRIGGER fee_statement_takes_contractor BEFORE INSERT ON fee_statement
FOR EACH ROW EXECUTE FUNCTION take_contractor_of_guarantee()
"""
IS_FOLLOWED = """
CREATE FUNCTION fee_statement_is_followed(guarantee uuid, place smallint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM fee_statement WHERE guarantee_id = guarantee AND sequence > place)
$$
"""
AWAITED = "CREATE INDEX guarantee_awaits_fee ON guarantee (surety_id) WHERE status = 'AWAITING_FEE'"


def _contractor(*, null: bool) -> Any:
    return fields.ForeignKeyField(
        "models.Contractor",
        source_field="contractor_id",
        null=null,
        db_index=True,
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.RESTRICT,
    )


class Migration(migrations.Migration):
    """Adds a column and fills it."""

    dependencies = [("models", "0026_form_fields")]

    initial = False

    operations = [
        ops.AddField("FeeStatement", "contractor", _contractor(null=True)),
        ops.RunSQL([TAKE_CONTRACTOR, TAKES_CONTRACTOR, *CARRY_OVER]),
        ops.AlterField("FeeStatement", "contractor", _contractor(null=False)),
        ops.AddIndex("FeeStatement", Index(fields=["surety_id", "id"], name="fee_statement_of_surety")),
        ops.AddIndex("FeeStatement", Index(fields=["contractor_id", "id"], name="fee_statement_of_contractor")),
        ops.AddIndex("FeeStatement", Index(fields=["surety_id", "issued_on"], name="fee_statement_of_day")),
        ops.RunSQL([IS_FOLLOWED, AWAITED]),
    ]
