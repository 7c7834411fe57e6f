"""A mail that is dead has a time of death."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

# What died before: its last lease ended two minutes after that attempt began.
DIED_BEFORE = "UPDATE outgoing_mail SET dead_at = due_at WHERE state = 'DEAD'"


class Migration(migrations.Migration):
    dependencies = [("models", "0018_general_terms")]

    initial = False

    operations = [
        ops.AddField("OutgoingMail", "dead_at", fields.DatetimeField(null=True)),
        ops.RunSQL([DIED_BEFORE]),
        ops.AddConstraint(
            "OutgoingMail",
            CheckConstraint(name="outgoing_mail_dead_has_a_time", check="(state = 'DEAD') = (dead_at IS NOT NULL)"),
        ),
    ]
