"""Failures that the throttle counts, shared by all processes."""

from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0009_handover")]

    initial = False

    operations = [
        ops.CreateModel(
            name="FailureWindow",
            fields=[
                ("id", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32)),
                ("failed_at", ArrayField("timestamptz")),
            ],
            options={
                "table": "failure_window",
                "app": "models",
                "pk_attr": "id",
                "table_description": "When somebody has failed of late: a row for each address or API client, and for each thing that it tried.",
            },
            bases=["Model"],
        ),
        # The data of one minute need not survive a crash, and is not worth a wait for the disk.
        ops.RunSQL("ALTER TABLE failure_window SET UNLOGGED"),
    ]
