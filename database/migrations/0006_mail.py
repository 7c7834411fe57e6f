"""The outbox of mails, and the addresses that sureties send from."""

from orjson import loads
from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

from models.handover_transitions import HandoverStatus
from models.outgoing_mail import MailKind, MailState
from models.parties.obligee import HandoverChannel

RULES = [
    # Sent mails are not searched: the index contains only pending ones.
    "CREATE INDEX outgoing_mail_to_be_sent ON outgoing_mail (due_at) WHERE state = 'WAITING'",
    "CREATE INDEX outgoing_mail_of_surety ON outgoing_mail (surety_id, id)",
    "ALTER TABLE outgoing_mail ADD CONSTRAINT outgoing_mail_kind_is_known CHECK (kind IN"
    " ('ISSUED', 'RETURNED', 'DECLINED', 'FEE_REQUESTED', 'MESSAGE_POSTED', 'WRONG_KEYS', 'KEY_NOTICE'))",
    "ALTER TABLE outgoing_mail ADD CONSTRAINT outgoing_mail_state_is_known CHECK (state IN"
    " ('WAITING', 'SENT', 'DEAD'))",
    "ALTER TABLE outgoing_mail ADD CONSTRAINT outgoing_mail_same_surety_as_guarantee"
    " FOREIGN KEY (guarantee_id, surety_id) REFERENCES guarantee (id, surety_id)",
    "ALTER TABLE handover ADD CONSTRAINT handover_status_is_known CHECK (status IN"
    " ('SENT', 'VIEWED', 'ACCEPTED', 'RETURNED'))",
    "ALTER TABLE handover ADD CONSTRAINT handover_channel_is_known CHECK (channel IN"
    " ('E_CONTRACT_SYSTEM', 'EMAIL', 'DIRECT'))",
    "ALTER TABLE electronic_acceptance ALTER COLUMN notice_addresses SET DEFAULT '{}'",
    "ALTER TABLE surety ALTER COLUMN mail_sender SET DEFAULT 'no-reply@localhost'",
]
TRIGGERS = [
    "CREATE FUNCTION tell_of_mails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF EXISTS (SELECT FROM added) THEN NOTIFY outgoing_mail; END IF; RETURN NULL; END $$",
    # One notification per transaction, for any number of mails; it arrives after the commit.
    "CREATE TRIGGER outgoing_mail_is_told_of AFTER INSERT ON outgoing_mail REFERENCING NEW TABLE AS added"
    " FOR EACH STATEMENT EXECUTE FUNCTION tell_of_mails()",
    "CREATE TRIGGER outgoing_mail_is_never_deleted BEFORE DELETE ON outgoing_mail FOR EACH ROW"
    " EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER outgoing_mail_is_never_truncated BEFORE TRUNCATE ON outgoing_mail EXECUTE FUNCTION forbid()",
    "CREATE TRIGGER outgoing_mail_keeps_what_it_tells BEFORE UPDATE ON outgoing_mail FOR EACH ROW WHEN ("
    "(OLD.kind, OLD.event, OLD.surety_id, OLD.guarantee_id, OLD.document_id, OLD.sender, OLD.recipient, OLD.facts::text) IS DISTINCT FROM"
    " (NEW.kind, NEW.event, NEW.surety_id, NEW.guarantee_id, NEW.document_id, NEW.sender, NEW.recipient, NEW.facts::text)"
    " OR OLD.state = 'SENT') EXECUTE FUNCTION forbid()",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0005_documents")]

    initial = False

    operations = [
        ops.AddField("Surety", "mail_sender", fields.CharField(max_length=254, default="no-reply@localhost")),
        ops.AddField("Surety", "mail_reply_to", fields.CharField(max_length=254, null=True)),
        ops.AddField("Obligee", "notice_subject", fields.CharField(max_length=120, null=True)),
        ops.AddField("ElectronicAcceptance", "notice_addresses", ArrayField(element_type="text", default=list)),
        ops.CreateModel(
            name="Handover",
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
                ("status", fields.CharEnumField(enum_type=HandoverStatus, max_length=16)),
                ("channel", fields.CharEnumField(enum_type=HandoverChannel, max_length=24)),
                ("sent_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "handover",
                "app": "models",
                "unique_together": (("guarantee_id",),),
                "pk_attr": "id",
                "table_description": "The hand-over of a guarantee; there is none until it is sent for the first time.",
            },
            bases=["Row"],
        ),
        ops.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "surety",
                    fields.ForeignKeyField(
                        "models.Surety",
                        source_field="surety_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("kind", fields.CharEnumField(enum_type=MailKind, max_length=16)),
                ("event", fields.CharField(max_length=120, unique=True)),
                (
                    "guarantee",
                    fields.ForeignKeyField(
                        "models.Guarantee",
                        source_field="guarantee_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "document",
                    fields.ForeignKeyField(
                        "models.Document",
                        source_field="document_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("sender", fields.CharField(max_length=254)),
                ("reply_to", fields.CharField(max_length=254, null=True)),
                ("recipient", fields.CharField(max_length=254)),
                ("facts", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("state", fields.CharEnumField(enum_type=MailState, max_length=8)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("claim", fields.UUIDField(null=True)),
                ("attempts", fields.SmallIntField(default=0)),
                ("last_error", fields.CharField(max_length=300, null=True)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "outgoing_mail",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A mail with one recipient, from the act that it tells of until a mail server has taken it over.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            "Surety",
            CheckConstraint(
                name="surety_mail_addresses_are_plain",
                check="mail_sender ~ '^[!-~]+@[!-~]+$' AND mail_reply_to ~ '^[!-~]+@[!-~]+$'",
            ),
        ),
        ops.AddConstraint(
            "OutgoingMail",
            CheckConstraint(name="outgoing_mail_sent_has_a_time", check="(state = 'SENT') = (sent_at IS NOT NULL)"),
        ),
        ops.AddConstraint(
            "OutgoingMail",
            CheckConstraint(name="outgoing_mail_in_hand_waits", check="claim IS NULL OR state = 'WAITING'"),
        ),
        ops.RunSQL(RULES),
        ops.RunSQL(TRIGGERS),
    ]
