"""Serial counters may advance by more than one, by exactly the number of guarantees with the new serials.

Counting one by one prevented gaps only if the counting process also issued. Now the rule itself is enforced: at the end
of the transaction there must be a guarantee for each serial that the counter has passed.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

COUNT_UP = """
CREATE TRIGGER serial_counter_counts_up BEFORE UPDATE ON serial_counter FOR EACH ROW
WHEN (NEW.last_serial <= OLD.last_serial
      OR (OLD.branch_id, OLD.fiscal_year, OLD.kind) IS DISTINCT FROM (NEW.branch_id, NEW.fiscal_year, NEW.kind))
EXECUTE FUNCTION forbid()
"""
REQUIRE_ISSUED = """
CREATE FUNCTION require_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.last_serial - OLD.last_serial <> (
        SELECT count(*) FROM guarantee
        WHERE handling_branch_id = NEW.branch_id AND fiscal_year = NEW.fiscal_year AND kind = NEW.kind
        AND serial > OLD.last_serial AND serial <= NEW.last_serial
    ) THEN
        RAISE EXCEPTION '%: serials up to % were counted that no guarantee has', TG_NAME, NEW.last_serial
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""
COUNT_ISSUED = """
CREATE CONSTRAINT TRIGGER serial_counter_counts_what_is_issued AFTER UPDATE ON serial_counter
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_issued()
"""


class Migration(migrations.Migration):
    """Replaces a trigger; changes no data."""

    dependencies = [("models", "0002_invariants")]

    operations = [
        ops.RunSQL(["DROP TRIGGER serial_counter_counts_one_by_one ON serial_counter"]),
        ops.RunSQL([COUNT_UP, REQUIRE_ISSUED, COUNT_ISSUED]),
    ]
