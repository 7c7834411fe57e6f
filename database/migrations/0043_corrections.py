"""Certificates are corrected: the contractor gets a mail."""

from tortoise import migrations
from tortoise.migrations import operations as ops

KINDS = (
    *("SUBMITTED", "ISSUED", "RETURNED", "DECLINED", "FEE_REQUESTED", "APPROVAL_REVOKED", "WITHDRAWN"),
    *("MESSAGE_POSTED", "WRONG_KEYS", "KEY_NOTICE", "OBLIGEE_ACCEPTED", "OBLIGEE_RETURNED", "NEW_APPLICATION"),
    *("BRANCH_DIGEST", "REVIEW_REMINDER", "INVITATION", "PASSWORD_RESET"),
    *("RELEASED", "CANCELLED", "AMENDED"),
    *("AMENDMENT_ASKED", "AMEND_WITHDRAWN", "AMEND_DECLINED", "CORRECTED"),
)
RULES = [
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known, ADD CONSTRAINT outgoing_mail_kind_is_known"
    f" CHECK (kind IN {KINDS})",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0042_amendment_requests")]

    initial = False

    operations = [ops.RunSQL(RULES)]
