"""Conditions of access as PostgreSQL understands them."""

from uuid import UUID

from tortoise import connections

from models.parties.viewer import Viewer
from models.row import Row
from resolvers.conditions import Condition


async def rows_by_text(model: type[Row], condition: Condition, viewer: Viewer | None) -> set[UUID]:
    """The keys of the rows that meet the condition in SQL."""
    values: list[object] = []

    def bind(name: str) -> str:
        values.append(getattr(viewer, name))
        return f"${len(values)}"

    text = f"SELECT t.id FROM {model._meta.db_table} t WHERE {condition.sql('t', bind)}"
    return {row["id"] for row in await connections.get("default").execute_query_dict(text, values)}
