"""What all stored rows share: a time-ordered key, references that never cascade, and what was loaded along."""

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

    Tortoise's own default deletes referring rows along and makes no index; here nothing is ever deleted along.
    Reverse accessors are off: loading goes through declared relations, which know who may see what.
    """
    options: dict[str, Any] = {"on_delete": fields.RESTRICT, "db_index": True, "null": null}
    return fields.ForeignKeyField(model, related_name=False, **options)
