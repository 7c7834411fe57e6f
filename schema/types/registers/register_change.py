"""The history of entries of the registers."""

import datetime
from typing import Any

import strawberry

import models
from models.enums import Role
from resolvers.relations import ToOne, ToPage
from schema.reading.connections import DEFAULT_PAGE, After, Connection, First, page_arguments
from schema.reading.fields import ListLength, column, pure, row_type
from schema.reading.lookahead import page_key
from schema.types.submission import FieldChange


def _changed_fields(change: strawberry.Parent[models.RegisterChange]) -> list[FieldChange]:
    return [FieldChange(**each) for each in change.changes]


def _by(change: strawberry.Parent[models.RegisterChange]) -> str:
    return change.related["by"].name


@row_type(models.RegisterChange)
class RegisterChange:
    """The creation of an entry of the registers, or a change of it."""

    version: int = column("The version that it made.")
    changed_at: datetime.datetime = column("When it was made.", name="at")
    by: str = pure(_by, "Who made it.", needs=ToOne(models.Account, "changed_by_id"))
    role: Role = column("In which role.")
    differences: list[FieldChange] = pure(
        _changed_fields, "What it has changed; all fields at the creation.", length=ListLength(3, 20)
    )


CHANGES = ToPage(models.RegisterChange, "entry_id", order="-id")
HISTORY = "How it came to be what it is, newest first; empty for others than those who may change it."


def changes_of(
    row: strawberry.Parent[Any], first: First = DEFAULT_PAGE, after: After = None
) -> Connection[RegisterChange]:
    """The history of an entry, as a field of its type."""
    return row.related[page_key("changes", *page_arguments(first, after))]
