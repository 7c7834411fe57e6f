"""The columns of a table by name, for hand-written statements.

The result of `SELECT *` changes when a migration adds a column, and statements prepared before then fail in every open
transaction.
"""

from tortoise import Model


def columns(model: type[Model], alias: str) -> str:
    """All columns of the model, as a list for SELECT or RETURNING.

    Call it after `connection.open_`: before, Tortoise does not know the columns of foreign keys.
    """
    return ", ".join(f"{alias}.{column}" for column in sorted(model._meta.db_fields))  # noqa: SLF001 -- Tortoise has no public name for it
