"""The rest of the form: 今年度対象額 of each application, 保証証書受取, and the register of bill-to parties.

Submitted applications get the fiscal year of their submission, and the base of their contract. The bill-to parties that
a contractor named last are registered.
"""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

from models.enums import PaperDelivery
from models.texts import search_text

MOST = 100
"""Bill-to parties of one contractor."""
YEAR = "extract(year FROM ({}submitted_at AT TIME ZONE 'Asia/Tokyo') - interval '3 months')::smallint"
FILL = f"""
UPDATE application SET fiscal_year = {YEAR.format("")},
    current_fiscal_year_base = (SELECT current_fiscal_year_base FROM contract WHERE contract.id = contract_id)
WHERE submitted_at IS NOT NULL"""
# Versions before this one do not know the columns.
COMPLETE = f"""
CREATE FUNCTION application_of_its_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.fiscal_year := {YEAR.format("NEW.")};
    NEW.current_fiscal_year_base := (SELECT current_fiscal_year_base FROM contract WHERE id = NEW.contract_id);
    RETURN NEW;
END $$"""
DELIVERIES = "paper_delivery IN ('CONTRACTOR', 'OBLIGEE', 'BRANCH')"
RULES = [
    COMPLETE,
    "CREATE TRIGGER application_is_of_its_day BEFORE INSERT OR UPDATE ON application FOR EACH ROW"
    " WHEN (NEW.submitted_at IS NOT NULL AND NEW.fiscal_year IS NULL) EXECUTE FUNCTION application_of_its_day()",
    "CREATE INDEX guarantee_of_bill_to ON guarantee (bill_to_party_id) WHERE bill_to_party_id IS NOT NULL",
    f"ALTER TABLE guarantee ADD CONSTRAINT guarantee_paper_delivery_is_known CHECK ({DELIVERIES})",
    "ALTER TABLE guarantee ADD CONSTRAINT guarantee_same_contractor_as_bill_to"
    " FOREIGN KEY (bill_to_party_id, contractor_id) REFERENCES bill_to (id, contractor_id)",
    f"ALTER TABLE fee_statement ADD CONSTRAINT fee_statement_paper_delivery_is_known CHECK ({DELIVERIES})",
]
NAMED = """
SELECT contractor_id, bill_to FROM guarantee JOIN contractor ON contractor.id = contractor_id
GROUP BY contractor_id, bill_to ORDER BY max(guarantee.id::text) DESC"""
REGISTER = """
INSERT INTO bill_to (id, contractor_id, name, folded)
SELECT uuidv7(), * FROM unnest($1::uuid[], $2::text[], $3::text[])"""


async def register_bill_tos(_apps: Any, editor: Any) -> None:
    """What was named last has the latest id. PostgreSQL cannot fold names."""
    found: dict[Any, dict[str, str]] = {}
    for row in await editor.client.execute_query_dict(NAMED):
        of_contractor = found.setdefault(row["contractor_id"], {})
        if len(of_contractor) < MOST:
            # As models/parties/bill_to.py folds a name without a department.
            of_contractor.setdefault(f"{search_text.fold(row['bill_to'])}\n", row["bill_to"])
    for contractor_id, names in found.items():
        columns = [[contractor_id] * len(names), list(names.values())[::-1], list(names)[::-1]]
        await editor.client.execute_query(REGISTER, columns)


class Migration(migrations.Migration):
    dependencies = [("models", "0025_review")]

    initial = False

    operations = [
        ops.CreateModel(
            name="BillTo",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "contractor",
                    fields.ForeignKeyField(
                        "models.Contractor",
                        source_field="contractor_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=120)),
                ("department", fields.CharField(null=True, max_length=60)),
                ("address", fields.CharField(null=True, max_length=120)),
                ("folded", fields.TextField(unique=False)),
                ("is_removed", fields.BooleanField(default=False, db_default=False)),
            ],
            options={
                "table": "bill_to",
                "app": "models",
                "pk_attr": "id",
                "table_description": "To whom a contractor has fees billed. Its forms choose from these, and statements"
                " copy them.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="BillTo",
            constraint=UniqueConstraint(fields=("id", "contractor_id"), name="bill_to_with_contractor"),
        ),
        ops.AddConstraint(
            model_name="BillTo",
            constraint=UniqueConstraint(
                fields=("contractor_id", "folded"), name="bill_to_registered_once", condition="NOT is_removed"
            ),
        ),
        ops.AddField("Application", "fiscal_year", fields.SmallIntField(null=True)),
        ops.AddField("Application", "current_fiscal_year_base", fields.BigIntField(null=True)),
        ops.AddField(
            "Guarantee", "paper_delivery", fields.CharEnumField(null=True, enum_type=PaperDelivery, max_length=16)
        ),
        ops.AddField(
            "Guarantee",
            "bill_to_party",
            fields.ForeignKeyField(
                "models.BillTo",
                source_field="bill_to_party_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField("FeeStatement", "bill_to_department", fields.CharField(null=True, max_length=60)),
        ops.AddField("FeeStatement", "bill_to_address", fields.CharField(null=True, max_length=120)),
        ops.AddField(
            "FeeStatement", "paper_delivery", fields.CharEnumField(null=True, enum_type=PaperDelivery, max_length=16)
        ),
        ops.RunPython(register_bill_tos),
        ops.RunSQL([FILL, *RULES]),
        ops.AddConstraint(
            model_name="Application",
            constraint=CheckConstraint(
                check="(submitted_at IS NULL) = (fiscal_year IS NULL) AND current_fiscal_year_base > 0",
                name="application_is_for_a_fiscal_year",
            ),
        ),
        ops.AddConstraint(
            model_name="Guarantee",
            constraint=CheckConstraint(
                check="paper_delivery IS NULL OR medium = 'PAPER'", name="guarantee_delivery_is_of_paper"
            ),
        ),
    ]
