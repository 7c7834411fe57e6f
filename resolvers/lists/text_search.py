"""Searching lists for a text by the indexes of runs of letters (docs/decisions/0044-search-by-runs-of-letters.md).

A text that many rows contain is found soonest by walking the list, a rare one by an index. So the first rows of the
list are tried, then the index, and if that leads to many rows, the list is walked.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from pypika_tortoise import terms
from pypika_tortoise.context import SqlContext
from tortoise import connections
from tortoise.expressions import Function, RawSQL
from tortoise.queryset import QuerySet

from models.applying.contract import Contract
from models.certificate import Certificate
from models.parties.contractor import Contractor
from models.parties.viewer import Viewer
from models.received_notice import ReceivedNotice
from models.row import Row
from models.texts import search_text
from resolvers.conditions import matching
from resolvers.loading import follow
from resolvers.relations import SortedPlace
from resolvers.text_conditions import containing

R = TypeVar("R", bound=Row)

NEAR = 500
"""Rows of the list that are tried first: a few milliseconds."""
MOST_FOUND = 5_000
"""Rows by an index; more are found faster by walking the list."""
RUNS = 1 << 24
"""The number of the first gram that is more than a single letter."""
PARTS_OF_NUMBERS = re.compile("[0-9a-z-]+")
"""Folded texts that a guarantee's number can contain."""
INDEXED: dict[type[Row], tuple[str, ...]] = {
    Certificate: ("guarantee_number", "project_name", "principal_name", "joint_venture_name"),
    Contract: ("project_name", "joint_venture_name"),
    Contractor: ("name",),
    ReceivedNotice: ("contract_reference",),
}
"""The columns of the index of a table, in its order (database/migrations/)."""


@dataclass(frozen=True)
class Place:
    """Where a text is searched: columns of a table, whose `key` is the value of `of` in the rows of the list.

    `walked` are the same texts as a row of the list reaches them: columns, or SQL for those of several rows. `possible`
    describes the folded texts that the columns can contain, if these are far fewer than those of the index; not all
    places of a search have it.
    """

    model: type[Row]
    columns: tuple[str, ...]
    walked: tuple[str | RawSQL, ...]
    of: str = "id"
    key: str = "id"
    possible: re.Pattern[str] | None = None


CONTRACT = Place(
    Contract,
    INDEXED[Contract],
    walked=("contract__project_name", "contract__joint_venture_name"),
    of="contract_id",
)
CONTRACTOR = Place(Contractor, INDEXED[Contractor], walked=("contractor__name",), of="contractor_id")
"""Of rows that refer to them."""


class IsAny(Function):
    """Whether a column has one of these values, which are one parameter."""

    class DatabaseStore(terms.Function):
        """The comparison."""

        def __init__(self, *arguments: Any) -> None:
            super().__init__("any", *arguments)

        def get_function_sql(self, ctx: SqlContext) -> str:
            """As text."""
            column, values = (argument.get_sql(ctx) for argument in self.args)
            return f"{column} = ANY({values}::uuid[])"

    database_func = DatabaseStore


async def search(
    rows: QuerySet[R], text: str | None, *places: Place, near: QuerySet[R], enough: int | None, viewer: Viewer | None
) -> QuerySet[R]:
    """Rows with the text in one of the places. `near` are the same in the order in which they are wanted.

    The first of these are tried, unless `enough` is None: then all rows are wanted. The rows are those that the viewer
    may see; a surety's search takes no longer for what another surety has.
    """
    if not search_text.pattern(text or ""):
        return rows
    assert text is not None  # noqa: S101 -- narrows the type
    if enough is not None and await _are_near(near, text, places, enough):
        return walking(rows, text, *places)
    found = await _keys(places, text, viewer and viewer.surety_id)
    if found is None:
        return walking(rows, text, *places)
    condition = matching({"id__isnull": True})
    for place, keys in found:
        # Not that of another search of the same rows.
        name = f"is_found_{len(places)}_{place.model.__name__.lower()}_{place.columns[0]}"
        rows = rows.annotate(**{name: IsAny(place.of, terms.ValueWrapper(keys))})
        condition |= matching({name: True})
    return rows.filter(condition)


async def in_pages(
    rows: QuerySet[R],
    text: str | None,
    *places: Place,
    after: UUID | SortedPlace | None,
    enough: int | None,
    viewer: Viewer | None,
) -> QuerySet[R]:
    """The same of lists with the newest first, of which `enough` rows behind a place are wanted; None: all rows."""
    near = follow(rows, order="-id", after=after if isinstance(after, UUID) else None)
    return await search(rows, text, *places, near=near, enough=enough, viewer=viewer)


def walking(rows: QuerySet[R], text: str | None, *places: Place) -> QuerySet[R]:
    """The same, without an index: for lists that are read whole."""
    return containing(rows, text, *(walked for place in places for walked in place.walked))


async def _are_near(near: QuerySet[Any], text: str, places: Sequence[Place], enough: int) -> bool:
    """Whether the first rows have enough with the text, or are all that there are."""
    first = [row["id"] for row in await near.limit(NEAR).values("id")]
    if len(first) < NEAR:
        return True
    tried = near.model.annotate(is_near=IsAny("id", terms.ValueWrapper(first))).filter(matching({"is_near": True}))
    return len(await walking(tried, text, *places).limit(enough).values("id")) == enough


async def _keys(
    places: Sequence[Place], text: str, surety_id: UUID | None
) -> Sequence[tuple[Place, list[UUID]]] | None:
    """The places that have rows with the text, and the keys of these; of one surety where the rows have one.

    None if one place has many, or if the text is not in the index.
    """
    plain = unicodedata.normalize("NFKC", text)
    client = connections.get("default")
    ((grams,),) = [row.values() for row in await client.execute_query_dict("SELECT text_grams($1)", [plain])]
    # A mark that is still separate may be part of a letter in the pattern.
    if not grams or any(map(unicodedata.combining, plain)):
        return None
    folded = search_text.fold(text)
    possible = [each for each in places if each.possible is None or each.possible.fullmatch(folded)]
    # A run of two or three has fewer rows than each of its letters.
    given = [[gram for gram in grams if gram >= RUNS] or grams, search_text.pattern(text), surety_id]
    select = " UNION ALL ".join(map(_select, range(len(possible)), possible))
    found: dict[int, list[UUID]] = {}
    for row in await client.execute_query_dict(select, given):
        found.setdefault(row["place"], []).append(row["key"])
    if any(len(keys) > MOST_FOUND for keys in found.values()):
        return None
    return [(possible[number], keys) for number, keys in found.items()]


def _select(number: int, place: Place) -> str:
    table, indexed = place.model._meta.db_table, ", ".join(INDEXED[place.model])  # noqa: SLF001
    has_surety = "surety_id" in place.model._meta.fields_map  # noqa: SLF001
    own = f"($3::uuid IS NULL OR {'surety_id = $3' if has_surety else 'true'})"
    return (
        f"(SELECT {number} AS place, {place.key} AS key FROM {table} WHERE text_grams({indexed}) @> $1::int[]"  # noqa: S608 -- constant names
        f" AND {own} AND contains_text($2, {', '.join(place.columns)}) LIMIT {MOST_FOUND + 1})"
    )
