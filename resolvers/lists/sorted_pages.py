"""Pages of rows that are sorted by a value of their own, and counts of whole lists."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from tortoise import connections
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.row import Row
from resolvers.conditions import matching
from resolvers.loading import Reader, load, page_from
from resolvers.relations import NO_VALUE, Include, Page, SortedPlace

LAST_DAY = datetime.date.max.toordinal()
MOST_COUNTED = 10_000
"""Rows of a list; more are not counted."""


@dataclass(frozen=True)
class SortedBy:
    """A column with a number or a day, in an order; equal values are ordered by id, and nulls are last."""

    column: str
    is_descending: bool = False
    is_day: bool = False
    has_nulls: bool = False

    def value_of(self, row: Row) -> int:
        """The value of a row as a number."""
        value: Any = getattr(row, self.column)
        if value is None:
            return NO_VALUE
        return value.toordinal() if self.is_day else value

    def behind(self, place: SortedPlace) -> Sequence[Q]:
        """Conditions whose rows follow the place, one after the other."""
        beyond = "lt" if self.is_descending else "gt"
        nulls = matching({f"{self.column}__isnull": True})
        if place.value == NO_VALUE:
            return [nulls & matching({f"id__{beyond}": place.id})]
        value = datetime.date.fromordinal(min(max(place.value, 1), LAST_DAY)) if self.is_day else place.value
        same = matching({self.column: value, f"id__{beyond}": place.id})
        # The first condition follows from the others, and is one that an index can be searched by.
        rest = matching({f"{self.column}__{beyond}e": value}) & (matching({f"{self.column}__{beyond}": value}) | same)
        return [rest, nulls] if self.has_nulls else [rest]


async def page(
    rows: QuerySet[Any],
    by: SortedBy | None,
    *,
    first: int,
    after: UUID | SortedPlace | None,
    include: Include,
    reader: Reader,
    is_counted: bool = False,
) -> Page:
    """A page of these rows, all of which the viewer may see: in this order, None for the newest first."""
    if by is None:
        assert not isinstance(after, SortedPlace)  # noqa: S101 -- narrows the type
        found = await page_from(rows, order="-id", first=first, after=after, include=include, reader=reader)
    else:
        assert not isinstance(after, UUID)  # noqa: S101 -- likewise
        found = await _sorted(rows, by, first=first, after=after, include=include, reader=reader)
    return await counted(found, rows, is_counted=is_counted)


async def counted(found: Page, rows: QuerySet[Any], *, is_counted: bool) -> Page:
    """The page with the number of all these rows, if it `is_counted`."""
    return replace(found, total=await count(rows)) if is_counted else found


async def _sorted(
    rows: QuerySet[Any], by: SortedBy, *, first: int, after: SortedPlace | None, include: Include, reader: Reader
) -> Page:
    sign = "-" if by.is_descending else ""
    found: list[Row] = []
    for condition in [Q()] if after is None else by.behind(after):
        left = first + 1 - len(found)
        if left:
            found += await rows.filter(condition).order_by(f"{sign}{by.column}", f"{sign}id").limit(left)
    await load(found[:first], include, reader=reader)
    return Page(found[:first], len(found) > first, after is not None, value_of=by.value_of)


async def count(rows: QuerySet[Any]) -> int | None:
    """The number of these rows; None above the maximum. No more than that are counted."""
    counted: Any = rows.limit(MOST_COUNTED + 1).values("id")
    counted._choose_db_if_not_chosen()  # noqa: SLF001 -- Tortoise counts before it applies a limit
    counted._make_query()  # noqa: SLF001
    sql, values = counted.query.get_parameterized_sql()
    (found,) = await connections.get("default").execute_query_dict(f"SELECT count(*) FROM ({sql}) AS counted", values)  # noqa: S608 -- parameters
    return found["count"] if found["count"] <= MOST_COUNTED else None
