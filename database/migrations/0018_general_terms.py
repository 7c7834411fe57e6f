"""A surety has its own names of general terms, and issued certificates and statements contain them."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

ADVANCE_TERMS = "前払金保証約款"
INTERMEDIATE_TERMS = "前払金保証約款及び中間前払金保証特約"
PERFORMANCE_TERMS = "前払金保証約款及びこれに付帯する契約保証特約"
CONTENT = "certificate_content_is_immutable"
ISSUED = [
    f"ALTER TABLE certificate DISABLE TRIGGER {CONTENT}",
    f"UPDATE certificate SET general_terms = CASE kind WHEN 'ADVANCE_PAYMENT' THEN '{ADVANCE_TERMS}'"
    f" WHEN 'INTERMEDIATE_ADVANCE_PAYMENT' THEN '{INTERMEDIATE_TERMS}' ELSE '{PERFORMANCE_TERMS}' END",
    f"ALTER TABLE certificate ENABLE TRIGGER {CONTENT}",
]
"""For earlier issues: the names that were printed on all of them."""


def terms(name: str) -> fields.Field[str]:
    return fields.CharField(max_length=100, default=name, db_default=name)  # type: ignore[return-value]


class Migration(migrations.Migration):
    dependencies = [("models", "0017_jobs")]

    initial = False

    operations = [
        ops.AddField("Surety", "advance_payment_terms", terms(ADVANCE_TERMS)),
        ops.AddField("Surety", "intermediate_terms", terms(INTERMEDIATE_TERMS)),
        ops.AddField("Surety", "performance_terms", terms(PERFORMANCE_TERMS)),
        ops.AddField("Certificate", "general_terms", fields.CharField(null=True, max_length=100)),
        ops.RunSQL(ISSUED),
        ops.AlterField("Certificate", "general_terms", fields.CharField(max_length=100)),
    ]
