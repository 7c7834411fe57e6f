"""Accounts have a role in their organisation, invitations and links; existing accounts are administrators.

An address is unique among active accounts with a password. Mails about accounts have no surety.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

from models.enums import AccountRole
from models.parties.password_link import LinkPurpose

RULES: list[str] = [
    "ALTER TABLE password_link ADD CONSTRAINT password_link_purpose_is_known CHECK (purpose IN ('INVITATION', 'RESET'))",
    "ALTER TABLE account ADD CONSTRAINT account_account_role_is_known CHECK (account_role IN ('ADMINISTRATOR', 'STAFF', 'READER'))",
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known, ADD CONSTRAINT outgoing_mail_kind_is_known"
    " CHECK (kind IN ('SUBMITTED', 'ISSUED', 'RETURNED', 'DECLINED', 'FEE_REQUESTED', 'APPROVAL_REVOKED',"
    " 'WITHDRAWN', 'MESSAGE_POSTED', 'WRONG_KEYS', 'KEY_NOTICE', 'OBLIGEE_ACCEPTED', 'OBLIGEE_RETURNED',"
    " 'NEW_APPLICATION', 'BRANCH_DIGEST', 'REVIEW_REMINDER', 'INVITATION', 'PASSWORD_RESET'))",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0029_joint_ventures")]

    initial = False

    operations = [
        ops.CreateModel(
            name="PasswordLink",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="account_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "purpose",
                    fields.CharEnumField(
                        description="INVITATION: INVITATION\nRESET: RESET", enum_type=LinkPurpose, max_length=16
                    ),
                ),
                ("digest", fields.BinaryField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "password_link",
                "app": "models",
                "unique_together": (("account_id",), ("digest",)),
                "pk_attr": "id",
                "table_description": "The last link of an account. A new one replaces it, so that only one link of an account is valid.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="PasswordLink",
            constraint=CheckConstraint(check="expires_at > created_at", name="password_link_expires"),
        ),
        ops.AddField(
            model_name="AccessToken",
            name="address",
            field=fields.CharField(null=True, max_length=64),
        ),
        ops.AlterField(
            model_name="Account",
            name="email",
            field=fields.CharField(db_index=True, max_length=254),
        ),
        ops.AlterField(
            model_name="Account",
            name="password_hash",
            field=fields.CharField(null=True, max_length=200),
        ),
        ops.AddField(
            model_name="Account",
            name="account_role",
            field=fields.CharEnumField(
                default=AccountRole.ADMINISTRATOR,
                description="ADMINISTRATOR: ADMINISTRATOR\nSTAFF: STAFF\nREADER: READER",
                db_default="ADMINISTRATOR",
                enum_type=AccountRole,
                max_length=16,
            ),
        ),
        ops.AddConstraint(
            model_name="Account",
            constraint=UniqueConstraint(
                fields=("email",), name="account_email_is_free", condition="is_active AND password_hash IS NOT NULL"
            ),
        ),
        ops.AlterField(
            model_name="OutgoingMail",
            name="sender",
            field=fields.CharField(null=True, max_length=254),
        ),
        ops.AlterField(
            model_name="OutgoingMail",
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
        ops.AddConstraint(
            model_name="OutgoingMail",
            constraint=CheckConstraint(
                check="(surety_id IS NULL) = (sender IS NULL)", name="outgoing_mail_has_its_surety_s_sender"
            ),
        ),
        ops.RunSQL(RULES),
    ]
