"""Monthly bills, and payments for them. Months before the migration count as billed."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

NEVER_TOUCHED = [
    f"CREATE TRIGGER {table}_is_never_{what} BEFORE {act} ON {table} {each} EXECUTE FUNCTION forbid()"
    for table in ("monthly_bill", "monthly_bill_item", "fee_payment")
    for what, act, each in (
        ("changed", "UPDATE", "FOR EACH ROW"),
        ("deleted", "DELETE", "FOR EACH ROW"),
        ("truncated", "TRUNCATE", ""),
    )
]
ASK = """
CREATE FUNCTION ask_for_bills() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO document (id, kind, monthly_bill_id, due_at, attempts)
    SELECT uuidv7(), 'MONTHLY_BILL', id, issued_on::timestamp AT TIME ZONE 'Asia/Tokyo', 0 FROM added;
    RETURN NULL;
END $$
"""
IS_SETTLED = """
CREATE FUNCTION monthly_bill_is_settled(bill uuid, total bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT sum(amount) FROM fee_payment WHERE bill_id = bill), 0) >= total
$$
"""
BILL_IS_SETTLED = """
CREATE FUNCTION fee_statement_bill_is_settled(guarantee uuid, place smallint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM fee_statement AS statement
        JOIN monthly_bill_item AS item ON item.statement_id = statement.id
        JOIN monthly_bill AS bill ON bill.id = item.bill_id
        WHERE guarantee_id = guarantee AND sequence = place AND monthly_bill_is_settled(bill.id, bill.total)
    )
$$
"""
# Earlier months were billed outside of the system.
CARRY_OVER = """
UPDATE surety SET billed_until = (date_trunc('month', now() AT TIME ZONE 'Asia/Tokyo') - interval '1 month')::date
"""
RULES = [
    "CREATE SEQUENCE monthly_bill_number",
    "CREATE UNIQUE INDEX monthly_bill_is_made_once ON monthly_bill (surety_id, contractor_id, billing_month, bill_to,"
    " bill_to_department, bill_to_address, part) NULLS NOT DISTINCT",
    "CREATE INDEX fee_statement_to_bill ON fee_statement (surety_id, billing_month) WHERE billing_month IS NOT NULL",
    "ALTER TABLE document DROP CONSTRAINT document_kind_is_known, ADD CONSTRAINT document_kind_is_known"
    " CHECK (kind IN ('CERTIFICATE', 'CERTIFICATE_COPY', 'KEY_NOTICE', 'FEE_STATEMENT', 'MONTHLY_BILL'))",
    *NEVER_TOUCHED,
    ASK,
    "CREATE TRIGGER monthly_bill_asks_for_its_documents AFTER INSERT ON monthly_bill REFERENCING NEW TABLE AS added"
    " FOR EACH STATEMENT EXECUTE FUNCTION ask_for_bills()",
    IS_SETTLED,
    BILL_IS_SETTLED,
    CARRY_OVER,
]


class Migration(migrations.Migration):
    dependencies = [("models", "0029_joint_ventures")]

    initial = False

    operations = [
        ops.CreateModel(
            name="MonthlyBill",
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
                ("billing_month", fields.DateField()),
                ("bill_to", fields.CharField(max_length=120)),
                ("bill_to_department", fields.CharField(null=True, max_length=60)),
                ("bill_to_address", fields.CharField(null=True, max_length=120)),
                ("part", fields.SmallIntField()),
                ("number", fields.CharField(unique=True, max_length=20)),
                ("issued_on", fields.DateField()),
                ("due_on", fields.DateField()),
                ("total", fields.BigIntField()),
                ("tax_exempt", fields.BooleanField(default=True)),
                ("is_sample", fields.BooleanField()),
                ("fee_account", fields.CharField(null=True, max_length=121)),
                ("contractor_name", fields.CharField(max_length=120)),
                ("surety_name", fields.CharField(max_length=120)),
                ("surety_address", fields.CharField(max_length=200)),
                ("surety_representative", fields.CharField(max_length=120)),
                ("handling_branch_name", fields.CharField(max_length=60)),
                ("handling_branch_telephone", fields.CharField(max_length=20)),
                ("handling_branch_fax", fields.CharField(null=True, max_length=20)),
            ],
            options={
                "table": "monthly_bill",
                "app": "models",
                "indexes": [
                    Index(fields=["surety_id", "id"], name="monthly_bill_of_surety"),
                    Index(fields=["contractor_id", "id"], name="monthly_bill_of_contractor"),
                ],
                "pk_attr": "id",
                "table_description": "What a contractor owes for the fees of a month, as it was told. Rows are never changed.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="MonthlyBill",
            constraint=CheckConstraint(
                check="extract(day FROM billing_month) = 1 AND issued_on >= billing_month + interval '1 month' AND due_on > issued_on AND part > 0",
                name="monthly_bill_is_of_an_ended_month",
            ),
        ),
        ops.CreateModel(
            name="FeePayment",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "bill",
                    fields.ForeignKeyField(
                        "models.MonthlyBill",
                        source_field="bill_id",
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
                (
                    "reverses",
                    fields.ForeignKeyField(
                        "models.FeePayment",
                        source_field="reverses_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "fee_payment",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A payment for a bill, or the reversal of one. Rows are never changed.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="FeePayment",
            constraint=CheckConstraint(
                check="(amount < 0) = (reverses_id IS NOT NULL) AND amount <> 0 AND amount BETWEEN -10000000000000 AND 10000000000000",
                name="fee_payment_reverses_or_adds",
            ),
        ),
        ops.CreateModel(
            name="MonthlyBillItem",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "bill",
                    fields.ForeignKeyField(
                        "models.MonthlyBill",
                        source_field="bill_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
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
            ],
            options={
                "table": "monthly_bill_item",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A statement on a bill; each is on one bill at most.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            "MonthlyBillItem", UniqueConstraint(fields=("statement_id",), name="monthly_bill_item_is_billed_once")
        ),
        ops.AddConstraint("FeePayment", UniqueConstraint(fields=("reverses_id",), name="fee_payment_is_reversed_once")),
        ops.RemoveConstraint(
            model_name="Document",
            name="document_belongs_to_its_kind",
        ),
        ops.AddField(
            model_name="Document",
            name="monthly_bill",
            field=fields.ForeignKeyField(
                "models.MonthlyBill",
                source_field="monthly_bill_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddConstraint(
            model_name="Document",
            constraint=CheckConstraint(
                check="(kind = 'FEE_STATEMENT') = (fee_statement_id IS NOT NULL) AND (kind = 'MONTHLY_BILL') = (monthly_bill_id IS NOT NULL) AND (kind NOT IN ('FEE_STATEMENT', 'MONTHLY_BILL')) = (certificate_id IS NOT NULL) AND (kind = 'KEY_NOTICE') = (auth_key_id IS NOT NULL)",
                name="document_belongs_to_its_kind",
            ),
        ),
        ops.AddConstraint(
            model_name="Document",
            constraint=UniqueConstraint(fields=("monthly_bill_id",), name="document_one_bill"),
        ),
        ops.AddField(
            model_name="Guarantee",
            name="paper_receipt",
            field=fields.BooleanField(null=True),
        ),
        ops.AddField(
            model_name="Surety",
            name="billed_until",
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name="Surety",
            name="billing_day",
            field=fields.SmallIntField(default=5, db_default=5),
        ),
        ops.AddConstraint(
            model_name="Surety",
            constraint=CheckConstraint(
                check="billing_day BETWEEN 1 AND 28 AND extract(day FROM billed_until) = 1",
                name="surety_bills_ended_months",
            ),
        ),
        ops.RunSQL(RULES),
    ]
