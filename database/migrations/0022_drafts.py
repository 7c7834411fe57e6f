"""Drafts and submissions of applications.

Existing applications are submitted; each gets its first submission, whose form is not known.
"""

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

# Until here the moment could be missing, but only in rows that no version of the program has written.
FILL = """
UPDATE application SET submitted_at = coalesce(
    (SELECT min(at) FROM audit_event WHERE subject_id = application.id AND action = 'application.submitted'),
    uuid_extract_timestamp(id), now())
WHERE submitted_at IS NULL"""
CARRY_OVER = """
INSERT INTO submission (id, application_id, sequence, submitted_at, submitted_by_id, changes)
SELECT uuidv7(), id, 1, submitted_at, applicant_id, '[]' FROM application"""
COMPLETE = (
    "(submitted_at IS NULL) = (surety_id IS NULL)"
    " AND (submitted_at IS NULL OR num_nulls(contract_id, submission_branch_id) = 0)"
)
RULES = [
    "CREATE TRIGGER submission_never_changes BEFORE UPDATE OR DELETE ON submission FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER submission_is_never_truncated BEFORE TRUNCATE ON submission EXECUTE FUNCTION forbid()",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0021_bounds")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ApplicationDraft",
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
                ("form", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("version", fields.IntField()),
                (
                    "saved_by",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="saved_by_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("saved_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "application_draft",
                "app": "models",
                "unique_together": (("application_id",),),
                "pk_attr": "id",
                "table_description": "The form of an application that is not sent yet: of a draft, or of one whose"
                " guarantees were returned.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="ApplicationDraft",
            constraint=CheckConstraint(check="version > 0", name="application_draft_has_a_version"),
        ),
        ops.CreateModel(
            name="Submission",
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
                ("sequence", fields.SmallIntField()),
                ("submitted_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "submitted_by",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="submitted_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reason", fields.TextField(null=True, unique=False)),
                ("form", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("changes", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={
                "table": "submission",
                "app": "models",
                "unique_together": (("application_id", "sequence"),),
                "pk_attr": "id",
                "table_description": "One sending of an application: the first, or another one after a return. Rows"
                " never change.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="Submission",
            constraint=CheckConstraint(check="sequence BETWEEN 1 AND 50", name="submission_is_one_of_fifty"),
        ),
        ops.AlterModelOptions(
            name="Application",
            options={
                "table": "application",
                "app": "models",
                "constraints": [
                    CheckConstraint(
                        check=COMPLETE,
                        name="application_submitted_is_complete",
                    ),
                    CheckConstraint(
                        check="NOT notify_on_completion OR email IS NOT NULL", name="application_notice_has_an_address"
                    ),
                ],
                "pk_attr": "id",
                "table_description": "One form: a draft until it is submitted; then the status stands with each guarantee"
                " that it asks for.",
            },
        ),
        ops.AlterField(
            model_name="Application",
            name="contract",
            field=fields.ForeignKeyField(
                "models.Contract",
                source_field="contract_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AlterField(
            model_name="Application",
            name="submission_branch",
            field=fields.ForeignKeyField(
                "models.Branch",
                source_field="submission_branch_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AlterField(
            model_name="Application",
            name="surety",
            field=fields.ForeignKeyField(
                "models.Surety",
                source_field="surety_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Application",
            name="draft_version",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.RunSQL([FILL, CARRY_OVER, *RULES]),
        ops.AddConstraint(
            model_name="Application",
            constraint=CheckConstraint(
                check=COMPLETE,
                name="application_submitted_is_complete",
            ),
        ),
    ]
