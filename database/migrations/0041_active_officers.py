"""Contracting officers can be deactivated; those of before are active."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0040_transitions")]

    initial = False

    operations = [
        ops.AddField("ContractingOfficer", "is_active", fields.BooleanField(default=True, db_default=True)),
    ]
