"""Documents and mails are jobs with the same columns; storage keys are recorded before the bytes are stored."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

from models.document import DocumentProgress

MADE_BEFORE = [
    # A process that was rendering a document has to claim it again. Bytes under its key are now orphans.
    "INSERT INTO pending_content (id, begun_at, is_abandoned)"
    " SELECT storage_key, now(), false FROM document WHERE made_at IS NULL AND storage_key IS NOT NULL",
    "UPDATE document SET storage_key = NULL WHERE made_at IS NULL AND storage_key IS NOT NULL",
    # Earlier orphans. Bytes of the last day may belong to a request of a server that still runs.
    "INSERT INTO pending_content (id, begun_at, is_abandoned) SELECT id, now(), false FROM document_content"
    " WHERE uuid_extract_timestamp(id) < now() - interval '1 day'"
    " AND NOT EXISTS (SELECT FROM document WHERE storage_key = document_content.id)"
    " AND NOT EXISTS (SELECT FROM received_notice WHERE storage_key = document_content.id) ON CONFLICT DO NOTHING",
]
STATES = [
    # Rendered rows are not rewritten: their state is the default of the added column.
    "UPDATE document SET state = 'WAITING' WHERE made_at IS NULL",
    "ALTER TABLE document ALTER COLUMN state SET DEFAULT 'WAITING', ADD CONSTRAINT document_state_is_known"
    " CHECK (state IN ('WAITING', 'MADE', 'DEAD'))",
    "DROP INDEX document_to_be_made",
    "CREATE INDEX document_to_be_made ON document (due_at) WHERE state = 'WAITING'",
    *(
        statement
        for table in ("document", "outgoing_mail")
        for statement in (
            f"CREATE INDEX {table}_in_hand ON {table} (due_at) WHERE state = 'WAITING' AND claim IS NOT NULL",
            f"CREATE INDEX {table}_dead ON {table} (id) WHERE state = 'DEAD'",
        )
    ),
    "CREATE INDEX pending_content_begun ON pending_content (begun_at)",
]
NOTICES = [
    "DROP TRIGGER outgoing_mail_is_told_of ON outgoing_mail",
    "DROP FUNCTION tell_of_mails()",
    "CREATE FUNCTION tell_of_jobs() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF EXISTS (SELECT FROM added) THEN PERFORM pg_notify('job', TG_TABLE_NAME); END IF; RETURN NULL; END $$",
    *(
        # One notification per transaction and table, for any number of jobs; it arrives after the commit.
        f"CREATE TRIGGER {table}_is_told_of AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
        " FOR EACH STATEMENT EXECUTE FUNCTION tell_of_jobs()"
        for table in ("document", "outgoing_mail")
    ),
]


class Migration(migrations.Migration):
    dependencies = [("models", "0016_certified_content")]

    initial = False

    operations = [
        ops.CreateModel(
            name="PendingContent",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("begun_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("is_abandoned", fields.BooleanField(default=False)),
            ],
            options={
                "table": "pending_content",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A storage key that is noted before bytes are put under it, and forgotten with the commit that refers to it.",
            },
            bases=["Row"],
        ),
        ops.RunSQL(MADE_BEFORE),
        ops.RemoveConstraint("Document", "document_made_is_complete"),
        ops.RenameField("Document", "failure", "last_error"),
        ops.AlterField("Document", "last_error", fields.CharField(null=True, max_length=300)),
        ops.AddField("Document", "claim", fields.UUIDField(null=True)),
        ops.AddField(
            "Document",
            "state",
            fields.CharEnumField(
                default=DocumentProgress.WAITING,
                db_default=DocumentProgress.MADE,
                enum_type=DocumentProgress,
                max_length=8,
            ),
        ),
        ops.RunSQL(STATES),
        ops.AlterField(
            "Document",
            "state",
            fields.CharEnumField(
                default=DocumentProgress.WAITING,
                db_default=DocumentProgress.WAITING,
                enum_type=DocumentProgress,
                max_length=8,
            ),
        ),
        ops.AddConstraint(
            "Document",
            CheckConstraint(
                name="document_made_is_complete",
                check="num_nulls(made_at, filename, size, sha256) IN (0, 4) AND (state = 'MADE') = (made_at IS NOT NULL) AND (storage_key IS NULL) = (made_at IS NULL) AND (made_at IS NULL OR last_error IS NULL) AND (envelope_version IS NOT NULL) = (made_at IS NOT NULL AND kind = 'KEY_NOTICE')",
            ),
        ),
        ops.AddConstraint(
            "Document",
            CheckConstraint(name="document_in_hand_waits", check="claim IS NULL OR state = 'WAITING'"),
        ),
        ops.RunSQL(NOTICES),
    ]
