"""What was added to a fee and taken back before it was paid is neither paid nor open."""

from tortoise import migrations
from tortoise.migrations import operations as ops

RULES = """
CREATE FUNCTION fee_addition_stands(guarantee uuid, place smallint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(min(rest), 0) > 0 FROM (
        SELECT sum(greatest(due, 0) - unpaid) OVER (ORDER BY sequence) AS rest FROM fee_statement
        WHERE guarantee_id = guarantee AND sequence >= place AND NOT EXISTS (
            SELECT FROM additional_payment JOIN fee_statement AS paid ON paid.id = statement_id
            WHERE paid.guarantee_id = guarantee AND paid.sequence >= place AND paid.sequence < fee_statement.sequence
        )
    ) AS until_payment
$$
"""
# Until the payment that covers it. What is taken back is what was added last.


class Migration(migrations.Migration):
    dependencies = [("models", "0050_claim_messages")]

    initial = False

    operations = [ops.RunSQL(RULES)]
