"""Common properties of stored rows: a time-ordered key, references that never cascade, and loaded relations."""

from typing import Any
from uuid import UUID

from tortoise import Model, fields
from uuid_utils.compat import uuid7


class Row(Model):
    """A row with a UUIDv7 made in Python: keys grow with time, so that new rows are neighbours in their index."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid7)

    related: dict[str, Any]
    """Rows that were loaded along, by the name of the relation (see resolvers/loading.py)."""

    class Meta:
        abstract = True


def reference(model: str, *, null: bool = False) -> Any:
    """A foreign key to `model` ("models.Branch").

    By default Tortoise cascades deletions and creates no index; here nothing cascades. Reverse accessors are off:
    loading uses declared relations, which include access rules.
    """
    options: dict[str, Any] = {"on_delete": fields.RESTRICT, "db_index": True, "null": null}
    return fields.ForeignKeyField(model, related_name=False, **options)
