"""Attachments of applications and messages."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

from models.applying.attachment import FileType
from models.enums import Role

RULES = [
    "ALTER TABLE attachment ADD CONSTRAINT attachment_role_is_known CHECK (role IN ('CONTRACTOR', 'SURETY'))",
    "ALTER TABLE attachment ADD CONSTRAINT attachment_file_type_is_known CHECK (file_type IN ('PDF', 'PNG', 'JPEG'))",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0022_drafts")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Attachment",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "message",
                    fields.ForeignKeyField(
                        "models.Message",
                        source_field="message_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("place", fields.SmallIntField()),
                (
                    "role",
                    fields.CharEnumField(
                        enum_type=Role,
                        max_length=24,
                    ),
                ),
                (
                    "uploaded_by",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="uploaded_by_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("uploaded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("filename", fields.CharField(max_length=120)),
                ("description", fields.CharField(null=True, max_length=60)),
                (
                    "file_type",
                    fields.CharEnumField(enum_type=FileType, max_length=8),
                ),
                ("size", fields.IntField()),
                ("sha256", fields.BinaryField()),
                ("storage_key", fields.UUIDField()),
                ("envelope_version", fields.SmallIntField()),
                ("submissions_before", fields.SmallIntField()),
                ("opened_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "attachment",
                "app": "models",
                "unique_together": (("application_id", "place"),),
                "pk_attr": "id",
                "table_description": "A file of an application, as it is handed on: examined, and an image drawn anew.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=CheckConstraint(check="place BETWEEN 1 AND 10", name="attachment_is_one_of_ten"),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=CheckConstraint(check="size BETWEEN 1 AND 10000000", name="attachment_has_bytes"),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=CheckConstraint(check="octet_length(sha256) = 32", name="attachment_sha256_is_32_bytes"),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=CheckConstraint(
                check="submissions_before BETWEEN 0 AND 50", name="attachment_counts_submissions"
            ),
        ),
        ops.RunSQL(RULES),
    ]
