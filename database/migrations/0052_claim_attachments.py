"""Files are attached to claims, by the obligee's side too: by its people or systems. There are none before."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

RULES: list[str] = [
    "CREATE INDEX attachment_of_a_system ON attachment (api_client_id) WHERE api_client_id IS NOT NULL",
    "ALTER TABLE attachment DROP CONSTRAINT attachment_role_is_known, ADD CONSTRAINT attachment_role_is_known"
    " CHECK (role IN ('CONTRACTOR', 'SURETY', 'OBLIGEE', 'E_CONTRACT_SYSTEM'))",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0051_additions_taken_back")]

    initial = False

    operations = [
        ops.RemoveConstraint(
            model_name="Attachment",
            name="attachment_has_a_place",
            fields=None,
        ),
        ops.RemoveConstraint(
            model_name="Attachment",
            name="attachment_belongs_to_one",
            fields=None,
        ),
        ops.AlterField(
            model_name="Attachment",
            name="uploaded_by",
            field=fields.ForeignKeyField(
                "models.Account",
                source_field="uploaded_by_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Attachment",
            name="api_client",
            field=fields.ForeignKeyField(
                "models.ApiClient",
                source_field="api_client_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Attachment",
            name="claim",
            field=fields.ForeignKeyField(
                "models.Claim",
                source_field="claim_id",
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
                condition="amendment_request_id IS NULL AND claim_id IS NULL",
            ),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=UniqueConstraint(fields=("claim_id", "place"), name="attachment_has_a_place_of_its_claim"),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=CheckConstraint(
                check="num_nonnulls(message_id, amendment_request_id, claim_id) <= 1", name="attachment_belongs_to_one"
            ),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=CheckConstraint(
                check="(claim_id IS NULL OR role <> 'CONTRACTOR') AND (claim_id IS NOT NULL OR role NOT IN ('OBLIGEE', 'E_CONTRACT_SYSTEM'))",
                name="attachment_is_of_a_side",
            ),
        ),
        ops.AddConstraint(
            model_name="Attachment",
            constraint=CheckConstraint(
                check="num_nonnulls(uploaded_by_id, api_client_id) = 1 AND (role = 'E_CONTRACT_SYSTEM') = (uploaded_by_id IS NULL)",
                name="attachment_has_one_uploader",
            ),
        ),
        ops.RunSQL(RULES),
    ]
