"""Who may pay fees by the month. Contractors that do so already are entered, from their first application on."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

# Without those that were refused or given up: nobody has allowed them anything.
CARRY_OVER = """
INSERT INTO monthly_payment (id, surety_id, contractor_id, valid_from, may_pay_monthly)
SELECT uuidv7(), guarantee.surety_id, guarantee.contractor_id,
    (min(application.submitted_at) AT TIME ZONE 'Asia/Tokyo')::date, true
FROM guarantee JOIN application ON application.id = guarantee.application_id
WHERE fee_payment_method = 'MONTHLY_CONSOLIDATED' AND status NOT IN ('DECLINED', 'WITHDRAWN')
GROUP BY 2, 3
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0027_fee_lists")]

    initial = False

    operations = [
        ops.CreateModel(
            name="MonthlyPayment",
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
                ("valid_from", fields.DateField()),
                ("may_pay_monthly", fields.BooleanField()),
            ],
            options={
                "table": "monthly_payment",
                "app": "models",
                "unique_together": (("surety_id", "contractor_id", "valid_from"),),
                "pk_attr": "id",
                "table_description": "Whether a contractor may pay a surety by the month, from a day until its next row (domain rule 15).",
            },
            bases=["Row"],
        ),
        ops.RunSQL(CARRY_OVER),
    ]
