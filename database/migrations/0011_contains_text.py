"""Searching several columns for a text in any width.

As a function, because the planner then knows its cost: it checks all other conditions first, and walks in the order of
the list instead of collecting all possible matches.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

CONTAINS = r"""
CREATE FUNCTION contains_text(pattern text, VARIADIC texts text[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
BEGIN
    -- The separator is no space, and in no text.
    RETURN normalize(array_to_string(texts, E'\x1f'), NFKC) ~* pattern;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0010_failures")]

    initial = False

    operations = [ops.RunSQL(CONTAINS)]
