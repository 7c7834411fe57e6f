"""Inserting many rows of one model."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from tortoise import Model, connections


async def insert(rows: Sequence[Model]) -> None:
    """Insert new rows of one model by one statement. Raises TypeError for values that JSON has no text for (bytes).

    `bulk_create` executes a statement for each row, and with it the table's triggers.
    """
    if rows:
        model = type(rows[0])
        values = orjson.dumps([_values(row, _columns(model)) for row in rows], default=_text).decode()
        await connections.get("default").execute_query(_statement(model), [values])


def _values(row: Model, columns: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {column: getattr(row, name) for name, column in columns}


def _text(value: object) -> str:
    """Asyncpg's UUID, a subclass that orjson does not know. Raises TypeError for any other type."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError


@cache
def _columns(model: type[Model]) -> Sequence[tuple[str, str]]:
    """The names of the fields, and of their columns."""
    return sorted(model._meta.fields_db_projection.items())  # noqa: SLF001 -- Tortoise has no public name for it


@cache
def _statement(model: type[Model]) -> str:
    table, names = model._meta.db_table, ", ".join(column for _, column in _columns(model))  # noqa: SLF001 -- as above
    return f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, $1::jsonb)"  # noqa: S608 -- constant names
