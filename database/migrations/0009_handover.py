"""Hand-over columns on the guarantee; uploads are stored; decisions of the obligee are reported by mail."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

from models.handover_transitions import HandoverStatus
from models.parties.obligee import HandoverChannel

# The obligee had received everything that its side had presented; the audit log has the readings.
READ_BY = (
    "EXISTS (SELECT FROM audit_event WHERE subject_id = guarantee.id AND action = 'certificate.read' AND role = '{}')"
)
CARRY_OVER = [
    "UPDATE guarantee SET handover_status = 'SENT', handover_channel = handover.channel, sent_at = handover.sent_at"
    " FROM handover WHERE handover.guarantee_id = guarantee.id AND medium = 'ELECTRONIC' AND issued_at IS NOT NULL",
    "UPDATE guarantee SET handover_status = 'SENT', sent_at = coalesce(sent_at, presented_at),"
    " handover_channel = coalesce(handover_channel, 'E_CONTRACT_SYSTEM')"
    f" WHERE presented_at IS NOT NULL AND {READ_BY.format('E_CONTRACT_SYSTEM')} AND NOT {READ_BY.format('OBLIGEE')}",
    "UPDATE guarantee SET handover_status = 'VIEWED', viewed_at = presented_at,"
    " handover_channel = coalesce(handover_channel, 'DIRECT'), sent_at = coalesce(sent_at, presented_at)"
    f" WHERE presented_at IS NOT NULL AND NOT ({READ_BY.format('E_CONTRACT_SYSTEM')}"
    f" AND NOT {READ_BY.format('OBLIGEE')})",
]
RULES = [
    "ALTER TABLE guarantee ADD CONSTRAINT guarantee_handover_status_is_known CHECK (handover_status IN"
    " ('NOT_SENT', 'SENT', 'VIEWED', 'ACCEPTED', 'RETURNED'))",
    "ALTER TABLE guarantee ADD CONSTRAINT guarantee_handover_channel_is_known CHECK (handover_channel IN"
    " ('E_CONTRACT_SYSTEM', 'EMAIL', 'DIRECT'))",
    "CREATE TRIGGER guarantee_stays_accepted BEFORE UPDATE ON guarantee FOR EACH ROW WHEN ("
    "OLD.handover_status = 'ACCEPTED' AND (OLD.handover_channel, OLD.sent_at, OLD.viewed_at, OLD.decided_at,"
    " OLD.handover_status) IS DISTINCT FROM (NEW.handover_channel, NEW.sent_at, NEW.viewed_at, NEW.decided_at,"
    " NEW.handover_status)) EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER received_notice_never_changes BEFORE UPDATE OR DELETE ON received_notice FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER received_notice_is_never_truncated BEFORE TRUNCATE ON received_notice EXECUTE FUNCTION forbid()",
    "ALTER TABLE outgoing_mail DROP CONSTRAINT outgoing_mail_kind_is_known, ADD CONSTRAINT outgoing_mail_kind_is_known"
    " CHECK (kind IN ('ISSUED', 'RETURNED', 'DECLINED', 'FEE_REQUESTED', 'MESSAGE_POSTED', 'WRONG_KEYS', 'KEY_NOTICE',"
    " 'OBLIGEE_ACCEPTED', 'OBLIGEE_RETURNED'))",
]


class Migration(migrations.Migration):
    """Moves the data of table `handover` to the guarantees, and drops it."""

    dependencies = [("models", "0008_document_digest")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ReceivedNotice",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "guarantee",
                    fields.ForeignKeyField(
                        "models.Guarantee",
                        source_field="guarantee_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("received_by", fields.CharField(max_length=120)),
                ("actor_id", fields.UUIDField()),
                ("contract_reference", fields.CharField(null=True, max_length=120)),
                ("size", fields.IntField()),
                ("sha256", fields.BinaryField()),
                ("storage_key", fields.UUIDField()),
                ("envelope_version", fields.SmallIntField()),
            ],
            options={
                "table": "received_notice",
                "app": "models",
                "unique_together": (("guarantee_id", "sha256"),),
                "pk_attr": "id",
                "table_description": "A file that was taken for a guarantee's key notice; the same file is received"
                " once. It never changes.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            "ReceivedNotice",
            CheckConstraint(check="octet_length(sha256) = 32", name="received_notice_sha256_is_32_bytes"),
        ),
        ops.AddConstraint("ReceivedNotice", CheckConstraint(check="size > 0", name="received_notice_has_bytes")),
        ops.AddField(
            "Guarantee",
            "handover_status",
            fields.CharEnumField(
                default=HandoverStatus.NOT_SENT,
                db_default=HandoverStatus.NOT_SENT,
                enum_type=HandoverStatus,
                max_length=16,
            ),
        ),
        ops.AddField(
            "Guarantee",
            "handover_channel",
            fields.CharEnumField(null=True, enum_type=HandoverChannel, max_length=24),
        ),
        *(
            ops.AddField("Guarantee", name, fields.DatetimeField(null=True, auto_now=False, auto_now_add=False))
            for name in ("sent_at", "viewed_at", "decided_at")
        ),
        ops.AddField("Guarantee", "return_reason", fields.TextField(null=True, unique=False)),
        ops.RunSQL(CARRY_OVER),
        ops.AddConstraint(
            "Guarantee",
            CheckConstraint(
                name="guarantee_handover_is_complete",
                check="(handover_status = 'NOT_SENT') = (sent_at IS NULL) AND (sent_at IS NULL) = (handover_channel IS NULL) AND (handover_status IN ('VIEWED', 'ACCEPTED', 'RETURNED')) = (viewed_at IS NOT NULL) AND (handover_status IN ('ACCEPTED', 'RETURNED')) = (decided_at IS NOT NULL) AND (handover_status = 'RETURNED') = (return_reason IS NOT NULL)",
            ),
        ),
        ops.AddConstraint(
            "Guarantee",
            CheckConstraint(
                name="guarantee_handed_over_is_electronic",
                check="sent_at IS NULL OR (medium = 'ELECTRONIC' AND issued_at IS NOT NULL)",
            ),
        ),
        ops.AddConstraint(
            "Guarantee",
            CheckConstraint(
                name="guarantee_presented_is_handed_over",
                check="(presented_at IS NULL OR sent_at IS NOT NULL) AND (viewed_at IS NULL OR presented_at IS NOT NULL)",
            ),
        ),
        ops.DeleteModel("Handover"),
        ops.RunSQL(RULES),
    ]
