"""A guarantee goes from one state to another as the table of acts says, and not otherwise.

The pairs are those of models/applying/guarantee_acts.py; tests/database/guarantees/test_transitions_of_guarantees.py compares.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

ALLOWED = """
'SUBMITTED UNDER_REVIEW', 'SUBMITTED RETURNED', 'SUBMITTED DECLINED', 'SUBMITTED WITHDRAWN', 'SUBMITTED APPROVED',
'SUBMITTED AWAITING_FEE',
'UNDER_REVIEW RETURNED', 'UNDER_REVIEW DECLINED', 'UNDER_REVIEW WITHDRAWN', 'UNDER_REVIEW APPROVED',
'UNDER_REVIEW AWAITING_FEE',
'RETURNED SUBMITTED', 'RETURNED WITHDRAWN',
'AWAITING_FEE APPROVED', 'AWAITING_FEE SUBMITTED', 'AWAITING_FEE WITHDRAWN',
'APPROVED IN_FORCE', 'APPROVED SUBMITTED', 'APPROVED WITHDRAWN',
'IN_FORCE RELEASED', 'IN_FORCE CANCELLED', 'IN_FORCE EXPIRED', 'IN_FORCE CLAIMED',
'CLAIMED IN_FORCE', 'CLAIMED PAID'
"""
# One comparison of texts decides for the rows whose state stays: bulk issuing pays for one more search of an array.
RULES = [
    "CREATE TRIGGER guarantee_takes_the_steps_of_the_table BEFORE UPDATE OF status ON guarantee FOR EACH ROW"
    " WHEN (OLD.status <> NEW.status AND (OLD.status || ' ' || NEW.status) NOT IN"
    f" ({ALLOWED})) EXECUTE FUNCTION forbid()",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0039_amendments")]

    initial = False

    operations = [ops.RunSQL(RULES)]
