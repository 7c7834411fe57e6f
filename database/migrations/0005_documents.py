"""Documents: requested by the database with the rows that they show, rendered later by the first to claim them."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

from models.document import DocumentKind

COLUMNS = "INSERT INTO document (id, kind, certificate_id, auth_key_id, fee_statement_id, due_at, attempts)"
NOTICES = f"""
    {COLUMNS} SELECT uuidv7(), 'KEY_NOTICE', c.id, k.id, NULL, greatest(c.issued_at, k.created_at), 0
    FROM certificate c JOIN auth_key k ON k.guarantee_id = c.guarantee_id AND k.status = 'ACTIVE'
    WHERE c.status = 'CURRENT'
"""

ASK = f"""
CREATE FUNCTION ask_for_documents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'certificate' THEN
        {COLUMNS} SELECT uuidv7(), 'CERTIFICATE', id, NULL, NULL, issued_at, 0 FROM added;
    ELSIF TG_TABLE_NAME = 'fee_statement' THEN
        {COLUMNS} SELECT uuidv7(), 'FEE_STATEMENT', NULL, NULL, s.id, g.issued_at, 0
        FROM added s JOIN guarantee g ON g.id = s.guarantee_id;
        RETURN NULL;
    END IF;
    {NOTICES} AND c.guarantee_id IN (SELECT guarantee_id FROM added) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$
"""
TRIGGERS = [
    *(
        f"CREATE TRIGGER {table}_asks_for_its_documents AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
        " FOR EACH STATEMENT EXECUTE FUNCTION ask_for_documents()"
        for table in ("certificate", "auth_key", "fee_statement")
    ),
    "CREATE TRIGGER document_is_never_deleted BEFORE DELETE ON document FOR EACH ROW EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER document_is_never_truncated BEFORE TRUNCATE ON document EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER document_is_made_once BEFORE UPDATE ON document FOR EACH ROW WHEN (OLD.made_at IS NOT NULL)"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER document_content_is_immutable BEFORE UPDATE ON document_content FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
]
TABLES = [
    # Rendered documents are not searched: the index contains only pending ones.
    "CREATE INDEX document_to_be_made ON document (due_at) WHERE made_at IS NULL",
    "ALTER TABLE document ADD CONSTRAINT document_kind_is_known"
    " CHECK (kind IN ('CERTIFICATE', 'KEY_NOTICE', 'FEE_STATEMENT'))",
    # A PDF is compressed already.
    "ALTER TABLE document_content ALTER COLUMN content SET STORAGE EXTERNAL",
]
EARLIER = [
    f"{COLUMNS} SELECT uuidv7(), 'CERTIFICATE', id, NULL, NULL, issued_at, 0 FROM certificate",
    f"{COLUMNS} SELECT uuidv7(), 'FEE_STATEMENT', NULL, NULL, s.id, g.issued_at, 0"
    " FROM fee_statement s JOIN guarantee g ON g.id = s.guarantee_id",
    NOTICES,
]
"""For guarantees issued before."""


class Migration(migrations.Migration):
    dependencies = [("models", "0004_fees")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Document",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="CERTIFICATE: CERTIFICATE\nKEY_NOTICE: KEY_NOTICE\nFEE_STATEMENT: FEE_STATEMENT",
                        enum_type=DocumentKind,
                        max_length=16,
                    ),
                ),
                (
                    "certificate",
                    fields.ForeignKeyField(
                        "models.Certificate",
                        source_field="certificate_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "auth_key",
                    fields.ForeignKeyField(
                        "models.AuthKey",
                        source_field="auth_key_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "fee_statement",
                    fields.ForeignKeyField(
                        "models.FeeStatement",
                        source_field="fee_statement_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("attempts", fields.SmallIntField(default=0)),
                ("failure", fields.CharField(null=True, max_length=200)),
                ("storage_key", fields.UUIDField(null=True)),
                ("made_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("filename", fields.CharField(null=True, max_length=120)),
                ("size", fields.IntField(null=True)),
                ("sha256", fields.BinaryField(null=True)),
                ("envelope_version", fields.SmallIntField(null=True)),
            ],
            options={
                "table": "document",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check="(kind = 'FEE_STATEMENT') = (fee_statement_id IS NOT NULL) AND (kind <> 'FEE_STATEMENT') = (certificate_id IS NOT NULL) AND (kind = 'KEY_NOTICE') = (auth_key_id IS NOT NULL)",
                        name="document_belongs_to_its_kind",
                    ),
                    CheckConstraint(
                        check="num_nulls(made_at, filename, size, sha256) IN (0, 4) AND (made_at IS NULL OR (storage_key IS NOT NULL AND failure IS NULL)) AND (envelope_version IS NOT NULL) = (made_at IS NOT NULL AND kind = 'KEY_NOTICE')",
                        name="document_made_is_complete",
                    ),
                    CheckConstraint(check="octet_length(sha256) = 32", name="document_sha256_is_32_bytes"),
                    UniqueConstraint(
                        fields=("certificate_id",), name="document_one_certificate", condition="kind = 'CERTIFICATE'"
                    ),
                    UniqueConstraint(
                        fields=("certificate_id", "auth_key_id"),
                        name="document_one_notice",
                        condition="kind = 'KEY_NOTICE'",
                    ),
                    UniqueConstraint(fields=("fee_statement_id",), name="document_one_statement"),
                ],
                "pk_attr": "id",
                "table_description": "A document, made or still to be made. What is made never changes (docs/decisions/0010-documents.md).",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="DocumentContent",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("content", fields.BinaryField()),
            ],
            options={
                "table": "document_content",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The bytes of a document by its storage key, where the database is what keeps them.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            "Document",
            CheckConstraint(
                name="document_belongs_to_its_kind",
                check="(kind = 'FEE_STATEMENT') = (fee_statement_id IS NOT NULL) AND (kind <> 'FEE_STATEMENT') = (certificate_id IS NOT NULL) AND (kind = 'KEY_NOTICE') = (auth_key_id IS NOT NULL)",
            ),
        ),
        ops.AddConstraint(
            "Document",
            CheckConstraint(
                name="document_made_is_complete",
                check="num_nulls(made_at, filename, size, sha256) IN (0, 4) AND (made_at IS NULL OR (storage_key IS NOT NULL AND failure IS NULL)) AND (envelope_version IS NOT NULL) = (made_at IS NOT NULL AND kind = 'KEY_NOTICE')",
            ),
        ),
        ops.AddConstraint(
            "Document", CheckConstraint(name="document_sha256_is_32_bytes", check="octet_length(sha256) = 32")
        ),
        ops.AddConstraint(
            "Document",
            UniqueConstraint(
                fields=("certificate_id",), name="document_one_certificate", condition="kind = 'CERTIFICATE'"
            ),
        ),
        ops.AddConstraint(
            "Document",
            UniqueConstraint(
                fields=("certificate_id", "auth_key_id"), name="document_one_notice", condition="kind = 'KEY_NOTICE'"
            ),
        ),
        ops.AddConstraint(
            "Document", UniqueConstraint(fields=("fee_statement_id",), name="document_one_statement", condition=None)
        ),
        ops.RunSQL(TABLES),
        ops.RunSQL(ASK),
        ops.RunSQL(TRIGGERS),
        ops.RunSQL(EARLIER),
    ]
