"""Fee tables and fee statements, with every rule that the database can enforce (constraints written out as in 0002)."""

from orjson import loads
from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

from models.enums import GuaranteeKind
from models.guarantee import FeePaymentMethod

ASCENDS = """
CREATE FUNCTION ascends_from_above_zero(numbers bigint[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(bool_and(coalesce(number > before, false)), true)
    FROM (
        SELECT number, lag(number, 1, 0::bigint) OVER (ORDER BY place) AS before
        FROM unnest(numbers) WITH ORDINALITY AS each (number, place)
    ) AS pairs
$$
"""

KNOWN_VALUES = [
    "ALTER TABLE fee_table ADD CONSTRAINT fee_table_kind_is_known"
    " CHECK (kind IN ('ADVANCE_PAYMENT', 'INTERMEDIATE_ADVANCE_PAYMENT', 'PERFORMANCE'))",
    "ALTER TABLE fee_statement ADD CONSTRAINT fee_statement_kind_is_known"
    " CHECK (kind IN ('ADVANCE_PAYMENT', 'INTERMEDIATE_ADVANCE_PAYMENT', 'PERFORMANCE'))",
    "ALTER TABLE fee_statement ADD CONSTRAINT fee_statement_method_is_known"
    " CHECK (method IN ('MONTHLY_CONSOLIDATED', 'SINGLE'))",
]

SAME_SURETY = (
    "ALTER TABLE fee_statement ADD CONSTRAINT fee_statement_same_surety_as_guarantee"
    " FOREIGN KEY (guarantee_id, surety_id) REFERENCES guarantee (id, surety_id)"
)

NEVER_TOUCHED = [
    f"CREATE TRIGGER fee_statement_is_never_{what} BEFORE {act} ON fee_statement {each} EXECUTE FUNCTION forbid()"
    for what, act, each in (
        ("changed", "UPDATE", "FOR EACH ROW"),
        ("deleted", "DELETE", "FOR EACH ROW"),
        ("truncated", "TRUNCATE", ""),
    )
]

CHECKS = {
    "FeeTable": {
        "fee_table_rates_are_fractions": "0 <= ALL (rates_ppm) AND 100000 >= ALL (rates_ppm) AND array_position(rates_ppm, NULL) IS NULL",
        "fee_table_has_a_rate_for_every_part": "cardinality(rates_ppm) = cardinality(thresholds) + 1",
        "fee_table_fits_on_a_statement": "cardinality(rates_ppm) <= 6",
        "fee_table_thresholds_ascend": "ascends_from_above_zero(thresholds)",
        "fee_table_sums_are_sound": "minimum_fee >= 0 AND rounding_unit > 0",
    },
    "FeeStatement": {
        "fee_statement_sums_are_sound": "amount > 0 AND fee >= 0 AND earlier_charges >= 0 AND due = fee - earlier_charges AND (sequence > 1 OR earlier_charges = 0)",
        "fee_statement_period_runs_forward": "period_from <= period_to",
        "fee_statement_number_is_well_formed": "sequence > 0 AND number ~ '^[0-9]{5}-[0-9]{5}[A-Z]-[0-9]+$' AND split_part(number, '-', 3) = sequence::text",
        "fee_statement_consolidated_has_a_month": "(method = 'MONTHLY_CONSOLIDATED') = (billing_month IS NOT NULL) AND extract(day FROM billing_month) = 1",
    },
}


class Migration(migrations.Migration):
    """Adds tables; changes no data."""

    dependencies = [("models", "0003_serial_ranges")]

    operations = [
        ops.CreateModel(
            name="FeeStatement",
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
                ("sequence", fields.SmallIntField()),
                ("number", fields.CharField(max_length=18)),
                ("issued_on", fields.DateField()),
                (
                    "kind",
                    fields.CharEnumField(
                        description="ADVANCE_PAYMENT: ADVANCE_PAYMENT\nINTERMEDIATE_ADVANCE_PAYMENT: INTERMEDIATE_ADVANCE_PAYMENT\nPERFORMANCE: PERFORMANCE",
                        enum_type=GuaranteeKind,
                        max_length=32,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("period_from", fields.DateField()),
                ("period_to", fields.DateField()),
                ("lines", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("fee", fields.BigIntField()),
                ("earlier_charges", fields.BigIntField()),
                ("due", fields.BigIntField()),
                ("tax_exempt", fields.BooleanField(default=True)),
                ("is_sample", fields.BooleanField()),
                (
                    "method",
                    fields.CharEnumField(
                        description="MONTHLY_CONSOLIDATED: MONTHLY_CONSOLIDATED\nSINGLE: SINGLE",
                        enum_type=FeePaymentMethod,
                        max_length=24,
                    ),
                ),
                ("billing_month", fields.DateField(null=True)),
                ("bill_to", fields.CharField(max_length=120)),
                ("paper_requested", fields.BooleanField()),
            ],
            options={
                "table": "fee_statement",
                "app": "models",
                "unique_together": (("guarantee_id", "sequence"),),
                "pk_attr": "id",
                "table_description": "What was charged for a guarantee, as the payer was told. Rows are never changed: what follows is a new one.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="FeeTable",
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
                (
                    "kind",
                    fields.CharEnumField(
                        description="ADVANCE_PAYMENT: ADVANCE_PAYMENT\nINTERMEDIATE_ADVANCE_PAYMENT: INTERMEDIATE_ADVANCE_PAYMENT\nPERFORMANCE: PERFORMANCE",
                        enum_type=GuaranteeKind,
                        max_length=32,
                    ),
                ),
                ("valid_from", fields.DateField()),
                ("thresholds", ArrayField(element_type="BIGINT")),
                ("rates_ppm", ArrayField(element_type="INT")),
                ("is_annual", fields.BooleanField()),
                ("minimum_fee", fields.BigIntField()),
                ("rounding_unit", fields.IntField()),
                ("is_sample", fields.BooleanField()),
            ],
            options={
                "table": "fee_table",
                "app": "models",
                "unique_together": (("surety_id", "kind", "valid_from"),),
                "pk_attr": "id",
                "table_description": "A surety's rates for one kind, in force from a day until its next table for that kind is (domain rule 11).",
            },
            bases=["Row"],
        ),
        ops.RunSQL(ASCENDS),
        *(
            ops.AddConstraint(model, CheckConstraint(name=name, check=check))
            for model, checks in CHECKS.items()
            for name, check in checks.items()
        ),
        ops.RunSQL(KNOWN_VALUES),
        ops.RunSQL(SAME_SURETY),
        ops.RunSQL(NEVER_TOUCHED),
    ]
