"""Lists in contracts and acceptances have a maximum; a mail about messages names its application.

Earlier mails do not: the next message is announced at once. Lists longer than the maximum have to be shortened first.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

TOLD = (
    "kind",
    "event",
    "surety_id",
    "guarantee_id",
    "application_id",
    "document_id",
    "sender",
    "recipient",
    "facts::text",
)
OLD, NEW = (", ".join(f"{row}.{column}" for column in TOLD) for row in ("OLD", "NEW"))
RULES = [
    "CREATE INDEX outgoing_mail_of_application ON outgoing_mail (application_id)",
    "DROP TRIGGER outgoing_mail_keeps_what_it_tells ON outgoing_mail",
    "CREATE TRIGGER outgoing_mail_keeps_what_it_tells BEFORE UPDATE ON outgoing_mail FOR EACH ROW"
    f" WHEN (({OLD}) IS DISTINCT FROM ({NEW}) OR OLD.state = 'SENT') EXECUTE FUNCTION forbid()",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0020_key_presentations")]

    initial = False

    operations = [
        ops.AddConstraint(
            model_name="Contract",
            constraint=CheckConstraint(
                check="cardinality(joint_venture_members) <= 20", name="contract_members_are_few"
            ),
        ),
        ops.AddConstraint(
            model_name="ElectronicAcceptance",
            constraint=CheckConstraint(
                check="cardinality(channels) <= 3 AND cardinality(notice_addresses) <= 20",
                name="electronic_acceptance_lists_are_short",
            ),
        ),
        ops.AddField(
            model_name="OutgoingMail",
            name="application",
            field=fields.ForeignKeyField(
                "models.Application",
                source_field="application_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddIndex(
            model_name="OutgoingMail",
            index=Index(fields=["kind", "created_at"], name="outgoing_mail_of_kind"),
        ),
        ops.RunSQL(RULES),
    ]
