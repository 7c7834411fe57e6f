"""Certificates are corrected; a superseded version holds again once the later ones are corrected or cancelled."""

from tortoise import migrations
from tortoise.migrations import operations as ops

KINDS = (
    *("SUBMITTED", "ISSUED", "RETURNED", "DECLINED", "FEE_REQUESTED", "APPROVAL_REVOKED", "WITHDRAWN"),
    *("MESSAGE_POSTED", "WRONG_KEYS", "KEY_NOTICE", "OBLIGEE_ACCEPTED", "OBLIGEE_RETURNED", "NEW_APPLICATION"),
    *("BRANCH_DIGEST", "REVIEW_REMINDER", "INVITATION", "PASSWORD_RESET"),
    *("RELEASED", "CANCELLED", "AMENDED"),
    *("AMENDMENT_ASKED", "AMEND_WITHDRAWN", "AMEND_DECLINED", "CORRECTED", "AMENDMENT_ENDED"),
)
CONTENT = "certificate_content_is_immutable"
HOLDS_AGAIN = "OLD.status = 'SUPERSEDED' AND NEW.status = 'CURRENT'"
RULES = [
    f"DROP TRIGGER {CONTENT} ON certificate",
    f"""
    CREATE TRIGGER {CONTENT} BEFORE UPDATE ON certificate FOR EACH ROW WHEN (
        to_jsonb(OLD) - '{{status,ended_at}}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{{status,ended_at}}'::text[]
        OR (OLD.status <> NEW.status AND OLD.status <> 'CURRENT'
            AND NOT ({HOLDS_AGAIN} AND NEW.ended_at IS NULL))
        OR (OLD.status = NEW.status AND OLD.ended_at IS DISTINCT FROM NEW.ended_at)
    ) EXECUTE FUNCTION forbid()
    """,
    """
    CREATE FUNCTION require_later_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT coalesce((
            SELECT bool_and(status IN ('CORRECTED', 'CANCELLED')) AND bool_or(status = 'CANCELLED') FROM certificate
            WHERE guarantee_id = NEW.guarantee_id AND (issued_at, id) > (NEW.issued_at, NEW.id)
        ), false) THEN
            RAISE EXCEPTION '%: no later version is cancelled, or one stands', TG_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    f"CREATE TRIGGER certificate_holds_again_as_the_last BEFORE UPDATE ON certificate FOR EACH ROW WHEN ({HOLDS_AGAIN})"
    " EXECUTE FUNCTION require_later_taken_back()",
    # Its certificate is made already; the key may have been rotated since.
    """
    CREATE FUNCTION ask_for_notice_again() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO document (id, kind, certificate_id, auth_key_id, due_at, attempts)
        SELECT uuidv7(), 'KEY_NOTICE', NEW.id, id, greatest(NEW.issued_at, created_at), 0 FROM auth_key
        WHERE guarantee_id = NEW.guarantee_id AND status = 'ACTIVE' ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
    """,
    f"CREATE TRIGGER certificate_asks_for_its_notice_again AFTER UPDATE ON certificate FOR EACH ROW WHEN ({HOLDS_AGAIN})"
    " EXECUTE FUNCTION ask_for_notice_again()",
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known, ADD CONSTRAINT outgoing_mail_kind_is_known"
    f" CHECK (kind IN {KINDS})",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0042_amendment_requests")]

    initial = False

    operations = [ops.RunSQL(RULES)]
