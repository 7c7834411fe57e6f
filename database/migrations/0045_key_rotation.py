"""Auth keys are replaced: a mail tells the contractor."""

from tortoise import migrations
from tortoise.migrations import operations as ops

RULES = [
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known, ADD CONSTRAINT outgoing_mail_kind_is_known"
    " CHECK (kind IN ('SUBMITTED', 'ISSUED', 'RETURNED', 'DECLINED', 'FEE_REQUESTED', 'APPROVAL_REVOKED',"
    " 'WITHDRAWN', 'MESSAGE_POSTED', 'WRONG_KEYS', 'KEY_NOTICE', 'OBLIGEE_ACCEPTED', 'OBLIGEE_RETURNED',"
    " 'NEW_APPLICATION', 'BRANCH_DIGEST', 'REVIEW_REMINDER', 'INVITATION', 'PASSWORD_RESET',"
    " 'RELEASED', 'CANCELLED', 'AMENDED',"
    " 'AMENDMENT_ASKED', 'AMEND_WITHDRAWN', 'AMEND_DECLINED', 'CORRECTED', 'AMENDMENT_ENDED', 'KEY_ROTATED'))",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0044_audit_checkpoint")]

    initial = False

    operations = [ops.RunSQL(RULES)]
