"""Rows that contain a text, in any width, case, form of kanji and kind of dashes (models/texts/search_text.py)."""

from typing import Any, TypeVar

from pypika_tortoise import terms
from tortoise.expressions import F, Function, RawSQL
from tortoise.queryset import QuerySet

from models.row import Row
from models.texts import search_text
from resolvers.conditions import matching

R = TypeVar("R", bound=Row)


class ContainsText(Function):
    """Whether any of some columns matches a regular expression (database/migrations/0011_contains_text.py)."""

    class DatabaseStore(terms.Function):
        """The function call."""

        def __init__(self, *arguments: Any) -> None:
            super().__init__("contains_text", *arguments)

    database_func = DatabaseStore


def containing(rows: QuerySet[R], text: str | None, *columns: str | RawSQL) -> QuerySet[R]:
    """Rows with the text in one of the columns, or in what SQL selects. None matches all.

    Names of columns may follow relations.
    """
    pattern = search_text.pattern(text or "")
    if not pattern:
        return rows
    first = columns[0] if isinstance(columns[0], str) else "sql"
    name = f"{first}_{len(columns)}_has_text".replace("__", "_")
    texts = (_column(rows.model, each) if isinstance(each, str) else each for each in columns)
    rows = rows.annotate(**{name: ContainsText(terms.ValueWrapper(pattern), *texts)})
    return rows.filter(matching({name: True}))


def _column(model: type[Row], name: str) -> F | terms.Field:
    """A column; one of the rows themselves with its table, since joined rows may have one of the same name."""
    table = model._meta.basetable  # noqa: SLF001 -- Tortoise has no public name for it
    return F(name) if "__" in name else terms.Field(name, table=table)
