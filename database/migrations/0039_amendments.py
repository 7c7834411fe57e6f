"""Amended certificates are handed over anew: an accepted hand-over may end in NOT_SENT, and who has seen one goes on."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

HANDED_OVER = "guarantee_presented_is_handed_over"
RULES = [
    # What is stated after the issue leaves the statements of before as they are: the fee was paid.
    "CREATE OR REPLACE FUNCTION fee_statement_is_followed(guarantee uuid, place smallint) RETURNS boolean"
    " LANGUAGE sql STABLE AS $$ SELECT EXISTS (SELECT FROM fee_statement"
    " WHERE guarantee_id = guarantee AND sequence > place AND guarantee_number IS NULL) $$",
    "DROP TRIGGER guarantee_stays_accepted ON guarantee",
    "CREATE TRIGGER guarantee_stays_accepted BEFORE UPDATE ON guarantee FOR EACH ROW WHEN ("
    "OLD.handover_status = 'ACCEPTED' AND NEW.handover_status <> 'NOT_SENT'"
    " AND (OLD.handover_channel, OLD.sent_at, OLD.viewed_at, OLD.decided_at,"
    " OLD.handover_status) IS DISTINCT FROM (NEW.handover_channel, NEW.sent_at, NEW.viewed_at, NEW.decided_at,"
    " NEW.handover_status)) EXECUTE FUNCTION forbid()",
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known, ADD CONSTRAINT outgoing_mail_kind_is_known"
    " CHECK (kind IN ('SUBMITTED', 'ISSUED', 'RETURNED', 'DECLINED', 'FEE_REQUESTED', 'APPROVAL_REVOKED',"
    " 'WITHDRAWN', 'MESSAGE_POSTED', 'WRONG_KEYS', 'KEY_NOTICE', 'OBLIGEE_ACCEPTED', 'OBLIGEE_RETURNED',"
    " 'NEW_APPLICATION', 'BRANCH_DIGEST', 'REVIEW_REMINDER', 'INVITATION', 'PASSWORD_RESET',"
    " 'RELEASED', 'CANCELLED', 'AMENDED'))",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0038_retention")]

    initial = False

    operations = [
        ops.RemoveConstraint(model_name="Guarantee", name=HANDED_OVER),
        ops.AddConstraint(
            model_name="Guarantee",
            constraint=CheckConstraint(check="viewed_at IS NULL OR presented_at IS NOT NULL", name=HANDED_OVER),
        ),
        ops.RunSQL(RULES),
    ]
