"""A dead mail has a time of death; two kinds of mails are new."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

RULES = [
    # For earlier dead mails: the last lease ended two minutes after that attempt began.
    "UPDATE outgoing_mail SET dead_at = due_at WHERE state = 'DEAD'",
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known, ADD CONSTRAINT outgoing_mail_kind_is_known"
    " CHECK (kind IN ('SUBMITTED', 'ISSUED', 'RETURNED', 'DECLINED', 'FEE_REQUESTED', 'APPROVAL_REVOKED',"
    " 'WITHDRAWN', 'MESSAGE_POSTED', 'WRONG_KEYS', 'KEY_NOTICE', 'OBLIGEE_ACCEPTED', 'OBLIGEE_RETURNED'))",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0018_general_terms")]

    initial = False

    operations = [
        ops.AddField("OutgoingMail", "dead_at", fields.DatetimeField(null=True)),
        ops.RunSQL(RULES),
        ops.AddConstraint(
            "OutgoingMail",
            CheckConstraint(name="outgoing_mail_dead_has_a_time", check="(state = 'DEAD') = (dead_at IS NOT NULL)"),
        ),
    ]
