"""The columns of a table by name, for statements of our own.

A statement that selects `*` answers with another row once a migration has added a column, and what was prepared before
fails in every transaction that is under way.
"""

from tortoise import Model


def columns(model: type[Model], alias: str) -> str:
    """All that the model has, as a list for SELECT or RETURNING.

    To be asked when the connection is open: until then Tortoise does not know the columns of foreign keys.
    """
    return ", ".join(f"{alias}.{column}" for column in sorted(model._meta.db_fields))  # noqa: SLF001 -- nowhere else
