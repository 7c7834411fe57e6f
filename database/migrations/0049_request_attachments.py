"""Files are attached to requests for amendments, each of which counts its own. There are none before."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0048_claim_receipts")]

    initial = False

    operations = [
        ops.RemoveConstraint(
            model_name="Attachment",
            name=None,
            fields=["application_id", "place"],
        ),
        ops.AddField(
            model_name="Attachment",
            name="amendment_request",
            field=fields.ForeignKeyField(
                "models.AmendmentRequest",
                source_field="amendment_request_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=UniqueConstraint(
                fields=("application_id", "place"),
                name="attachment_has_a_place",
                condition="amendment_request_id IS NULL",
            ),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=UniqueConstraint(
                fields=("amendment_request_id", "place"), name="attachment_has_a_place_of_its_request"
            ),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=CheckConstraint(
                check="message_id IS NULL OR amendment_request_id IS NULL", name="attachment_belongs_to_one"
            ),
        ),
    ]
