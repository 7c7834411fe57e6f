"""Receipts of claims: a claim names the version that it copies; claims of before get theirs, and their receipts."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

ASK = """
CREATE FUNCTION ask_for_receipts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO document (id, kind, filed_claim_id, due_at, attempts)
    SELECT uuidv7(), 'CLAIM_RECEIPT', id, filed_at, 0 FROM added;
    RETURN NULL;
END $$
"""
FILL = [
    "UPDATE claim SET certificate_id = certificate.id FROM certificate"
    " WHERE certificate.guarantee_id = claim.guarantee_id AND certificate.status = 'CURRENT'",
    "SET CONSTRAINTS ALL IMMEDIATE",
    "CREATE INDEX claim_of_certificate ON claim (certificate_id)",
]
RULES = [
    "ALTER TABLE document DROP CONSTRAINT document_kind_is_known, ADD CONSTRAINT document_kind_is_known"
    " CHECK (kind IN ('CERTIFICATE', 'CERTIFICATE_COPY', 'KEY_NOTICE', 'FEE_STATEMENT', 'MONTHLY_BILL',"
    " 'CLAIM_RECEIPT'))",
    "INSERT INTO document (id, kind, filed_claim_id, due_at, attempts)"
    " SELECT uuidv7(), 'CLAIM_RECEIPT', id, filed_at, 0 FROM claim",
    ASK,
    "CREATE TRIGGER claim_asks_for_its_documents AFTER INSERT ON claim REFERENCING NEW TABLE AS added"
    " FOR EACH STATEMENT EXECUTE FUNCTION ask_for_receipts()",
]
BELONGS = (
    "(kind = 'FEE_STATEMENT') = (fee_statement_id IS NOT NULL)"
    " AND (kind = 'MONTHLY_BILL') = (monthly_bill_id IS NOT NULL)"
    " AND (kind = 'CLAIM_RECEIPT') = (filed_claim_id IS NOT NULL)"
    " AND (kind NOT IN ('FEE_STATEMENT', 'MONTHLY_BILL', 'CLAIM_RECEIPT')) = (certificate_id IS NOT NULL)"
    " AND (kind = 'KEY_NOTICE') = (auth_key_id IS NOT NULL)"
)


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
    dependencies = [("models", "0047_claims")]

    initial = False

    operations = [
        ops.AddField("Claim", "certificate", reference("models.Certificate", "certificate_id", null=True)),
        ops.RunSQL(FILL),
        ops.AlterField("Claim", "certificate", reference("models.Certificate", "certificate_id")),
        ops.RemoveConstraint(model_name="Document", name="document_belongs_to_its_kind"),
        ops.AddField("Document", "filed_claim", reference("models.Claim", "filed_claim_id", null=True)),
        ops.AddConstraint("Document", CheckConstraint(check=BELONGS, name="document_belongs_to_its_kind")),
        ops.AddConstraint("Document", UniqueConstraint(fields=("filed_claim_id",), name="document_one_receipt")),
        ops.RunSQL(RULES),
    ]
