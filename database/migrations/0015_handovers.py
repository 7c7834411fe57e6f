"""Hand-overs become a history: a row for each, and one for everything that happens to it."""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from uuid_utils.compat import uuid7

from models.enums import Role
from models.handover_transitions import HandoverEventKind, HandoverStatus
from models.parties.obligee import HandoverChannel

STATE = "handover_status, handover_channel, sent_at, viewed_at, decided_at, return_reason"
NEW = ", ".join(f"NEW.{column}" for column in STATE.split(", "))
OLD = NEW.replace("NEW.", "OLD.")

# For each guarantee the last hand-over is known, with the last sending; the audit log has the actor.
WHO = """SELECT coalesce(api_client.name, '電子契約システム') FROM audit_event
    LEFT JOIN api_client ON api_client.id = audit_event.actor_id
    WHERE subject_id = guarantee.id AND audit_event.at = guarantee.{} AND audit_event.role = 'E_CONTRACT_SYSTEM'"""
SENT_BY, DECIDED_BY = (f"({WHO.format(column)} LIMIT 1)" for column in ("sent_at", "decided_at"))
EVENTS = f"""INSERT INTO handover_event (id, handover_id, at, kind, channel, role, party_name, mail_id)
    SELECT uuidv7(), guarantee.handover_id, {{}} FROM guarantee
    JOIN contractor ON contractor.id = guarantee.contractor_id JOIN obligee ON obligee.id = guarantee.obligee_id
    CROSS JOIN LATERAL (SELECT {SENT_BY} AS sent_by, {DECIDED_BY} AS decided_by) AS system
    WHERE {{}} ORDER BY guarantee.id"""
CARRY_OVER = [
    "UPDATE guarantee SET handover_id = uuidv7() WHERE sent_at IS NOT NULL",
    f"INSERT INTO handover (id, guarantee_id, {STATE}) SELECT handover_id, id, {STATE} FROM guarantee"
    " WHERE handover_id IS NOT NULL",
    EVENTS.format(
        "sent_at, 'SENT', handover_channel, CASE handover_channel WHEN 'EMAIL' THEN 'CONTRACTOR'"
        " WHEN 'DIRECT' THEN 'OBLIGEE' ELSE 'E_CONTRACT_SYSTEM' END, CASE handover_channel"
        " WHEN 'EMAIL' THEN contractor.name WHEN 'DIRECT' THEN obligee.name"
        " ELSE coalesce(system.sent_by, '電子契約システム') END,"
        " CASE handover_channel WHEN 'EMAIL' THEN (SELECT mail.id FROM outgoing_mail AS mail"
        " WHERE mail.guarantee_id = guarantee.id AND mail.kind = 'KEY_NOTICE' AND mail.created_at <= guarantee.sent_at"
        " ORDER BY mail.created_at DESC LIMIT 1) END",
        "guarantee.handover_id IS NOT NULL",
    ),
    EVENTS.format(
        "viewed_at, 'VIEWED', NULL, 'OBLIGEE', obligee.name, NULL::uuid",
        # A system's decision without a reading counts as viewed at that time.
        "viewed_at IS NOT NULL AND (decided_at IS NULL OR viewed_at < decided_at OR system.decided_by IS NULL)",
    ),
    EVENTS.format(
        "decided_at, handover_status, NULL,"
        " CASE WHEN system.decided_by IS NULL THEN 'OBLIGEE' ELSE 'E_CONTRACT_SYSTEM' END,"
        " coalesce(system.decided_by, obligee.name), NULL::uuid",
        "decided_at IS NOT NULL",
    ),
    "ALTER TABLE received_notice DISABLE TRIGGER received_notice_never_changes",
    "UPDATE received_notice SET handover_id = guarantee.handover_id FROM guarantee"
    " WHERE guarantee.id = received_notice.guarantee_id",
    "ALTER TABLE received_notice ENABLE TRIGGER received_notice_never_changes",
]
RULES = [
    "ALTER TABLE handover_event ADD CONSTRAINT handover_event_kind_is_known CHECK (kind IN"
    " ('SENT', 'VIEWED', 'ACCEPTED', 'RETURNED'))",
    "ALTER TABLE handover_event ADD CONSTRAINT handover_event_channel_is_known CHECK (channel IN"
    " ('E_CONTRACT_SYSTEM', 'EMAIL', 'DIRECT'))",
    "ALTER TABLE handover_event ADD CONSTRAINT handover_event_role_is_known CHECK (role IN"
    " ('CONTRACTOR', 'OBLIGEE', 'E_CONTRACT_SYSTEM'))",
    # Leaving NOT_SENT or RETURNED begins a hand-over; everything else belongs to the current one.
    f"""CREATE FUNCTION keep_handovers() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.handover_status = 'NOT_SENT' THEN
            NEW.handover_id := NULL;
        ELSIF OLD.handover_status = 'NOT_SENT'
            OR OLD.handover_status = 'RETURNED' AND NEW.handover_status <> 'RETURNED' THEN
            NEW.handover_id := uuidv7();
            INSERT INTO handover (id, guarantee_id, {STATE}) VALUES (NEW.handover_id, NEW.id, {NEW});
        ELSE
            UPDATE handover SET ({STATE}) = ROW ({NEW}) WHERE id = NEW.handover_id;
        END IF;
        RETURN NEW;
    END $$""",
    # Triggers fire in the order of their names: this one sees the result of the others.
    "CREATE TRIGGER guarantee_writes_its_history BEFORE UPDATE ON guarantee FOR EACH ROW WHEN ("
    f"({OLD}) IS DISTINCT FROM ({NEW})) EXECUTE FUNCTION keep_handovers()",
    "CREATE TRIGGER handover_stays_decided BEFORE UPDATE ON handover FOR EACH ROW WHEN ("
    "OLD.handover_status IN ('ACCEPTED', 'RETURNED')) EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER handover_is_never_deleted BEFORE DELETE ON handover FOR EACH ROW EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER handover_is_never_truncated BEFORE TRUNCATE ON handover EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER handover_event_never_changes BEFORE UPDATE OR DELETE ON handover_event FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER handover_event_is_never_truncated BEFORE TRUNCATE ON handover_event EXECUTE FUNCTION forbid()",
]


def id_() -> Any:
    return fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)


def reference(model: str, column: str, *, null: bool = False) -> Any:
    return fields.ForeignKeyField(
        model,
        source_field=column,
        null=null,
        db_index=True,
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.RESTRICT,
    )


def moment(*, null: bool = False) -> Any:
    return fields.DatetimeField(null=null, auto_now=False, auto_now_add=False)


class Migration(migrations.Migration):
    """Existing hand-overs become the first of each guarantee."""

    dependencies = [("models", "0014_fee_requests")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Handover",
            fields=[
                (
                    "handover_status",
                    fields.CharEnumField(
                        default=HandoverStatus.NOT_SENT,
                        db_default=HandoverStatus.NOT_SENT,
                        enum_type=HandoverStatus,
                        max_length=16,
                    ),
                ),
                ("handover_channel", fields.CharEnumField(null=True, enum_type=HandoverChannel, max_length=24)),
                ("sent_at", moment(null=True)),
                ("viewed_at", moment(null=True)),
                ("decided_at", moment(null=True)),
                ("return_reason", fields.TextField(null=True, unique=False)),
                ("id", id_()),
                ("guarantee", reference("models.Guarantee", "guarantee_id")),
            ],
            options={
                "table": "handover",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One hand-over of a guarantee, from the first sending on; after a return the next one begins.",
            },
            bases=["HandoverState", "Row"],
        ),
        ops.CreateModel(
            name="HandoverEvent",
            fields=[
                ("id", id_()),
                ("handover", reference("models.Handover", "handover_id")),
                ("at", moment()),
                ("kind", fields.CharEnumField(enum_type=HandoverEventKind, max_length=16)),
                ("channel", fields.CharEnumField(null=True, enum_type=HandoverChannel, max_length=24)),
                ("role", fields.CharEnumField(enum_type=Role, max_length=24)),
                ("party_name", fields.CharField(max_length=120)),
                ("mail", reference("models.OutgoingMail", "mail_id", null=True)),
            ],
            options={
                "table": "handover_event",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What happened to a hand-over, when, and by whom. Rows are never changed or deleted.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            "HandoverEvent",
            CheckConstraint(name="handover_event_sent_has_a_channel", check="(kind = 'SENT') = (channel IS NOT NULL)"),
        ),
        ops.AddConstraint(
            "HandoverEvent",
            CheckConstraint(name="handover_event_mail_is_sent", check="mail_id IS NULL OR channel = 'EMAIL'"),
        ),
        ops.AddField("Guarantee", "handover_id", fields.UUIDField(null=True)),
        ops.AlterModelOptions(
            "ReceivedNotice",
            {
                "pk_attr": "id",
                "table_description": "A file that was taken for a guarantee's key notice; the same file is received once in a hand-over.",
            },
        ),
        ops.RemoveConstraint("ReceivedNotice", fields=["guarantee_id", "sha256"]),
        ops.AddField("ReceivedNotice", "handover", reference("models.Handover", "handover_id", null=True)),
        ops.RunSQL(CARRY_OVER),
        ops.AlterField("ReceivedNotice", "handover", reference("models.Handover", "handover_id")),
        ops.AddConstraint("ReceivedNotice", UniqueConstraint(fields=("handover_id", "sha256"))),
        ops.AddConstraint(
            "Guarantee",
            CheckConstraint(name="guarantee_sent_is_in_the_history", check="(handover_id IS NULL) = (sent_at IS NULL)"),
        ),
        ops.RunSQL(RULES),
    ]
