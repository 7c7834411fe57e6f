"""Mails about what becomes of a guarantee after its issue: its release, its cancellation, a new auth key."""

from tortoise import migrations
from tortoise.migrations import operations as ops

RULES = [
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known, ADD CONSTRAINT outgoing_mail_kind_is_known"
    " CHECK (kind IN ('SUBMITTED', 'ISSUED', 'RETURNED', 'DECLINED', 'FEE_REQUESTED', 'APPROVAL_REVOKED',"
    " 'WITHDRAWN', 'MESSAGE_POSTED', 'WRONG_KEYS', 'KEY_NOTICE', 'OBLIGEE_ACCEPTED', 'OBLIGEE_RETURNED',"
    " 'NEW_APPLICATION', 'BRANCH_DIGEST', 'REVIEW_REMINDER', 'INVITATION', 'PASSWORD_RESET',"
    " 'RELEASED', 'CANCELLED'))",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0035_text_grams")]

    initial = False

    operations = [ops.RunSQL(RULES)]
