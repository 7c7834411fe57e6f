"""Certificates are found by the SHA-256 of their PDF, to verify a file."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0007_api_clients")]

    initial = False

    operations = [
        ops.RunSQL("CREATE INDEX document_by_digest ON document (sha256) WHERE kind = 'CERTIFICATE'"),
    ]
