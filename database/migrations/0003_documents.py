"""Documents: asked for by the database itself with each certificate and key, made later by whoever comes first."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

from models.document import DocumentKind

ASK = """
CREATE FUNCTION ask_for_documents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO document (id, kind, certificate_id, due_at, attempts)
    SELECT uuidv7(), 'CERTIFICATE', id, issued_at, 0 FROM added;
    INSERT INTO document (id, kind, certificate_id, auth_key_id, due_at, attempts)
    SELECT uuidv7(), 'KEY_NOTICE', added.id, auth_key.id, issued_at, 0
    FROM added JOIN auth_key ON auth_key.guarantee_id = added.guarantee_id AND auth_key.status = 'ACTIVE'
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$
"""
ASK_AGAIN = """
CREATE FUNCTION ask_for_notices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO document (id, kind, certificate_id, auth_key_id, due_at, attempts)
    SELECT uuidv7(), 'KEY_NOTICE', certificate.id, added.id, added.created_at, 0
    FROM added JOIN certificate ON certificate.guarantee_id = added.guarantee_id AND certificate.status = 'CURRENT'
    WHERE added.status = 'ACTIVE'
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$
"""
TRIGGERS = [
    "CREATE TRIGGER certificate_asks_for_documents AFTER INSERT ON certificate REFERENCING NEW TABLE AS added"
    " FOR EACH STATEMENT EXECUTE FUNCTION ask_for_documents()",
    "CREATE TRIGGER auth_key_asks_for_its_notice AFTER INSERT ON auth_key REFERENCING NEW TABLE AS added"
    " FOR EACH STATEMENT EXECUTE FUNCTION ask_for_notices()",
    "CREATE TRIGGER document_is_never_deleted BEFORE DELETE ON document FOR EACH ROW EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER document_is_never_truncated BEFORE TRUNCATE ON document EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER document_is_made_once BEFORE UPDATE ON document FOR EACH ROW WHEN (OLD.made_at IS NOT NULL)"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER document_content_is_immutable BEFORE UPDATE ON document_content FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
]
TABLES = [
    # What is made is no longer looked for: the index stays as small as what is left to do.
    "CREATE INDEX document_to_be_made ON document (due_at) WHERE made_at IS NULL",
    "ALTER TABLE document ADD CONSTRAINT document_kind_is_known CHECK (kind IN ('CERTIFICATE', 'KEY_NOTICE'))",
    # A PDF is compressed already.
    "ALTER TABLE document_content ALTER COLUMN content SET STORAGE EXTERNAL",
]
EARLIER = [
    "INSERT INTO document (id, kind, certificate_id, due_at, attempts)"
    " SELECT uuidv7(), 'CERTIFICATE', id, issued_at, 0 FROM certificate",
    "INSERT INTO document (id, kind, certificate_id, auth_key_id, due_at, attempts)"
    " SELECT uuidv7(), 'KEY_NOTICE', c.id, k.id, c.issued_at, 0 FROM certificate c"
    " JOIN auth_key k ON k.guarantee_id = c.guarantee_id AND k.status = 'ACTIVE' WHERE c.status = 'CURRENT'",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0002_invariants")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Document",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="CERTIFICATE: CERTIFICATE\nKEY_NOTICE: KEY_NOTICE",
                        enum_type=DocumentKind,
                        max_length=16,
                    ),
                ),
                (
                    "certificate",
                    fields.ForeignKeyField(
                        "models.Certificate",
                        source_field="certificate_id",
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
                        check="(kind = 'KEY_NOTICE') = (auth_key_id IS NOT NULL)", name="document_notice_has_a_key"
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
                ],
                "pk_attr": "id",
                "table_description": "A document, made or still to be made. What is made never changes (docs/decisions/0008-documents.md).",
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
                name="document_notice_has_a_key", check="(kind = 'KEY_NOTICE') = (auth_key_id IS NOT NULL)"
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
        ops.RunSQL(TABLES),
        ops.RunSQL(ASK),
        ops.RunSQL(ASK_AGAIN),
        ops.RunSQL(TRIGGERS),
        ops.RunSQL(EARLIER),
    ]
