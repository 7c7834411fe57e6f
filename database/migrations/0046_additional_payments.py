"""What amendments add to fees that are paid singly is paid, and refunded only if it was. No payment is known before."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

RULES = [
    """
    CREATE FUNCTION fee_open_additional(guarantee uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
        SELECT coalesce(sum(greatest(due, 0) - unpaid), 0)::bigint - (
            SELECT coalesce(sum(payment.amount), 0)::bigint FROM additional_payment AS payment
            JOIN fee_statement AS paid ON paid.id = payment.statement_id WHERE paid.guarantee_id = guarantee
        ) FROM fee_statement
        WHERE guarantee_id = guarantee AND guarantee_number IS NOT NULL AND earlier_charges > 0 AND method = 'SINGLE'
    $$
    """,
    """
    CREATE FUNCTION fee_addition_is_paid(guarantee uuid, place smallint) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (
            SELECT FROM additional_payment JOIN fee_statement ON fee_statement.id = statement_id
            WHERE guarantee_id = guarantee AND sequence >= place
        )
    $$
    """,
    "CREATE TRIGGER additional_payment_is_never_changed BEFORE UPDATE ON additional_payment FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER additional_payment_is_never_deleted BEFORE DELETE ON additional_payment FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER additional_payment_is_never_truncated BEFORE TRUNCATE ON additional_payment"
    " EXECUTE FUNCTION forbid()",
]
UNPAID = "unpaid BETWEEN 0 AND greatest(-due, 0) AND (unpaid = 0 OR method = 'SINGLE')"


class Migration(migrations.Migration):
    dependencies = [("models", "0045_key_rotation")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AdditionalPayment",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "statement",
                    fields.ForeignKeyField(
                        "models.FeeStatement",
                        source_field="statement_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("paid_on", fields.DateField()),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("paper_receipt", fields.BooleanField(default=False)),
            ],
            options={
                "table": "additional_payment",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What was paid of a fee after the issue: all that was open. Rows are never changed.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="AdditionalPayment",
            constraint=CheckConstraint(check="amount > 0", name="additional_payment_is_positive"),
        ),
        ops.AddConstraint(
            model_name="AdditionalPayment",
            constraint=UniqueConstraint(fields=("statement_id",), name="additional_payment_is_recorded_once"),
        ),
        ops.AddField(model_name="FeeStatement", name="unpaid", field=fields.BigIntField(default=0, db_default=0)),
        ops.AddConstraint(
            model_name="FeeStatement",
            constraint=CheckConstraint(check=UNPAID, name="fee_statement_unpaid_is_taken_back"),
        ),
        ops.RunSQL(RULES),
    ]
