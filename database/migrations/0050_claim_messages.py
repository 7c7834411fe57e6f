"""Questions about claims and answers: a new table, and the mails about them."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from models.enums import Role

RULES: list[str] = [
    "ALTER TABLE claim_message ADD CONSTRAINT claim_message_sender_is_known"
    " CHECK (sender IN ('SURETY', 'OBLIGEE', 'E_CONTRACT_SYSTEM'))",
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known, ADD CONSTRAINT outgoing_mail_kind_is_known"
    " CHECK (kind IN ('SUBMITTED', 'ISSUED', 'RETURNED', 'DECLINED', 'FEE_REQUESTED', 'APPROVAL_REVOKED',"
    " 'WITHDRAWN', 'MESSAGE_POSTED', 'WRONG_KEYS', 'KEY_NOTICE', 'OBLIGEE_ACCEPTED', 'OBLIGEE_RETURNED',"
    " 'NEW_APPLICATION', 'BRANCH_DIGEST', 'REVIEW_REMINDER', 'INVITATION', 'PASSWORD_RESET',"
    " 'RELEASED', 'CANCELLED', 'AMENDED',"
    " 'AMENDMENT_ASKED', 'AMEND_WITHDRAWN', 'AMEND_DECLINED', 'CORRECTED', 'AMENDMENT_ENDED', 'KEY_ROTATED',"
    " 'CLAIM_FILED', 'CLAIM_ACCEPTED', 'CLAIM_REJECTED', 'CLAIM_PAID', 'CLAIM_WITHDRAWN',"
    " 'CLAIM_ASKED', 'CLAIM_ANSWERED'))",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0049_request_attachments")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ClaimMessage",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "claim",
                    fields.ForeignKeyField(
                        "models.Claim",
                        source_field="claim_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("sent_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "sender",
                    fields.CharEnumField(
                        description="CONTRACTOR: CONTRACTOR\nSURETY: SURETY\nOBLIGEE: OBLIGEE\nE_CONTRACT_SYSTEM: E_CONTRACT_SYSTEM\nOPERATOR: OPERATOR",
                        enum_type=Role,
                        max_length=24,
                    ),
                ),
                ("body", fields.TextField(unique=False)),
            ],
            options={
                "table": "claim_message",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A question of the surety about a claim, or an answer.",
            },
            bases=["Row"],
        ),
        ops.RunSQL(RULES),
    ]
