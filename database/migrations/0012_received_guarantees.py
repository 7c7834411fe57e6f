"""An obligee's list reads only what it has received, not everything that is issued in its favour."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0011_contains_text")]

    initial = False

    operations = [
        ops.RunSQL("CREATE INDEX guarantee_received ON guarantee (obligee_id, id) WHERE presented_at IS NOT NULL")
    ]
