"""Loading rows with their related rows: one statement for each relation, for any number of rows.

Only rows are loaded here. The reader's `after_load` steps add other parts of a response (auth keys in the clear,
documents), once all rows are loaded (see resolvers/read_context.py).
"""

import datetime
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from tortoise import connections
from tortoise.expressions import Q, RawSQL
from tortoise.queryset import QuerySet

from models.numbering import today
from models.parties.viewer import Viewer
from models.row import Row
from resolvers import access, redaction
from resolvers.column_conditions import in_force_on
from resolvers.conditions import given, matching
from resolvers.document_services import DocumentServices
from resolvers.relations import Include, Page, Step, ToDocument, ToEach, ToFirst, ToMany, ToOne, ToPage, ToPresentations


class Loadable(Protocol):
    """Rows, and other objects with columns that refer to rows."""

    @property
    def related(self) -> dict[str, Any]:
        """Loaded relations, by name."""
        ...


AfterLoad = Callable[[Sequence[Loadable], Include, "Reader"], Awaitable[None]]
"""A step that adds values other than rows to loaded rows."""


@dataclass(frozen=True)
class Reader:
    """The context of a read: viewer, time, and the services of this process."""

    viewer: Viewer | None
    at: datetime.datetime
    services: DocumentServices
    wait_until: float
    """On the event loop's clock: when it stops waiting for documents."""
    after_load: Sequence[AfterLoad]
    """In this order, after all rows are loaded."""
    recorded: set[UUID] = field(default_factory=set[UUID])
    """Ids of guarantees whose certificate this request has read, and recorded so."""


async def load(rows: Sequence[Loadable], include: Include, *, reader: Reader) -> None:
    """Fill `related` of each row as `include` says: one statement a step (two for pages), for any number of rows.

    Then run the steps of the reader.
    """
    await _load(rows, include, reader)
    for step in reader.after_load:
        await step(rows, include, reader)


def walk(rows: Sequence[Any], include: Include) -> Iterator[tuple[Sequence[Any], str, Step]]:
    """Each step of the tree with its name and its distinct starting rows."""
    for name, step in include.items() if rows else ():
        yield rows, name, step
        if step.include:
            below = [row for each in rows for row in _rows_of(each.related[name])]
            yield from walk(list({id(row): row for row in below}.values()), step.include)


def rows_in(rows: Sequence[Any], include: Include) -> Iterator[Any]:
    """All rows of the tree that are in the answer themselves."""
    yield from rows
    for owners, name, step in walk(rows, include):
        if not step.is_auxiliary:
            for each in owners:
                yield from _rows_of(each.related[name])


def _rows_of(related: Any) -> Sequence[Any]:
    """The loaded value of a relation: a row, None, several rows, or a page."""
    if isinstance(related, Page):
        return related.rows
    if isinstance(related, list):
        return related
    return [] if related is None else [related]


async def _load(rows: Sequence[Loadable], include: Include, reader: Reader) -> None:
    for row in rows:
        vars(row).setdefault("related", {})
        redaction.redact(row, reader.viewer)
    for name, step in include.items() if rows else ():
        if isinstance(step.relation, ToDocument | ToPresentations):
            continue
        if isinstance(step.relation, ToOne):
            found = await _to_one(rows, name, step.relation)
        elif isinstance(step.relation, ToEach):
            found = await _to_each(rows, name, step.relation)
        elif isinstance(step.relation, ToPage):
            found = await _to_page(rows, name, step, reader.viewer)
        else:
            found = await _to_many(rows, name, step.relation, reader)
        await _load(found, step.include, reader)


async def page_of(
    model: type[Row], where: Q, *, order: str, first: int, after: UUID | None, include: Include, reader: Reader
) -> Page:
    """A page of the rows that the viewer may see and that meet `where`, after the id `after`."""
    rows = model.filter(access.visible(model, reader.viewer), where)
    return await page_from(rows, order=order, first=first, after=after, include=include, reader=reader)


async def page_from(
    rows: QuerySet[Any], *, order: str, first: int, after: UUID | None, include: Include, reader: Reader
) -> Page:
    """A page of these rows, all of which the viewer may see; `order` is that of PageOf."""
    found = _cut(await follow(rows, order=order, after=after).limit(first + 1), order=order, first=first, after=after)
    await load(found.rows, include, reader=reader)
    return found


def follow(rows: QuerySet[Any], *, order: str, after: UUID | None) -> QuerySet[Any]:
    """Rows in an order, after a cursor.

    If a reference gives the order, the condition is also on the row that it refers to: an index of its table may be
    used, and PostgreSQL does not derive an inequality for an equal column.
    """
    column = order.removeprefix("-")
    beyond = "gt" if column == order else "lt"
    columns = {column, column.replace("_id", "__id")}
    return rows.filter(given({f"{name}__{beyond}": after for name in columns})).order_by(order)


def _cut(rows: Sequence[Row], *, order: str, first: int, after: UUID | None) -> Page:
    """A page of at most `first` rows, from one row more."""
    return Page(rows[:first], len(rows) > first, after is not None, order.removeprefix("-"))


async def _to_one(rows: Sequence[Loadable], name: str, relation: ToOne) -> list[Row]:
    ids = {id_ for row in rows if (id_ := getattr(row, relation.column)) is not None}
    found = {row.id: row for row in await relation.target.filter(id__in=list(ids))} if ids else {}
    for row in rows:
        row.related[name] = found.get(getattr(row, relation.column))
    return list(found.values())


async def _to_each(rows: Sequence[Loadable], name: str, relation: ToEach) -> list[Row]:
    ids = {id_ for row in rows for id_ in getattr(row, relation.attribute)}
    found = await relation.target.filter(id__in=list(ids)).order_by("id") if ids else []
    for row in rows:
        mine = frozenset(getattr(row, relation.attribute))
        row.related[name] = [each for each in found if each.id in mine]
    return found


async def _to_many(rows: Sequence[Any], name: str, relation: ToMany, reader: Reader) -> list[Row]:
    keys = [getattr(row, relation.key_of(type(row))) for row in rows]
    referring = matching({f"{relation.column}__in": [key for key in keys if key is not None]})
    visible = access.visible(relation.target, reader.viewer)
    candidates = relation.target.filter(referring, relation.where.q(reader.viewer), visible)
    if relation.is_dated:
        candidates = candidates.filter(in_force_on(today(reader.at)))
    if relation.most is None:
        found = await candidates.order_by(relation.order, "id")
    else:
        found = await _first_of_each(candidates, relation, relation.most)
    grouped = _grouped(found, relation.column)
    for row, key in zip(rows, keys, strict=True):
        mine = grouped[key]
        row.related[name] = next(iter(mine), None) if isinstance(relation, ToFirst) else mine
    return found


async def _to_page(rows: Sequence[Any], name: str, step: Step, viewer: Viewer | None) -> list[Row]:
    relation = step.relation
    assert isinstance(relation, ToPage)  # noqa: S101 -- narrows the type
    referring = matching({f"{relation.column}__in": [row.id for row in rows]})
    visible = access.visible(relation.target, viewer)
    mine = relation.target.filter(referring, relation.where.q(viewer), visible)
    candidates = follow(mine, order=relation.order, after=step.after)
    ids = await _best_of_each(candidates, relation, step.first + 1)
    found = await relation.target.filter(id__in=ids).order_by(relation.order) if ids else []
    grouped = _grouped(found, relation.column)
    for row in rows:
        row.related[name] = _cut(grouped[row.id], order=relation.order, first=step.first, after=step.after)
    return found


async def _best_of_each(candidates: QuerySet[Any], relation: ToPage, count: int) -> list[UUID]:
    """The ids of the first `count` candidates for each row referred to."""
    direction = "DESC" if relation.order.startswith("-") else "ASC"
    rows = await _ranked(candidates, relation, f'"id" {direction}', count, columns=["id"])
    return [row["id"] for row in rows]


async def _first_of_each(candidates: QuerySet[Any], relation: ToMany, count: int) -> list[Any]:
    """The first `count` candidates for each row referred to."""
    model = relation.target
    columns = list(model._meta.fields_db_projection)  # noqa: SLF001 -- Tortoise has no other API for it
    rows = await _ranked(candidates, relation, f'"{relation.order}", "id"', count, columns=columns)
    return [model._init_from_db(**row) for row in rows]  # noqa: SLF001 -- as querysets do


async def _ranked(
    candidates: QuerySet[Any], relation: ToMany, order: str, count: int, *, columns: Sequence[str]
) -> list[dict[str, Any]]:
    """These columns of the first `count` candidates for each row referred to, in order."""
    table = relation.target._meta.db_table  # noqa: SLF001
    by = ", ".join(f'"{table}".{column}' for column in order.split(", "))
    rank = RawSQL(f'row_number() OVER (PARTITION BY "{table}"."{relation.column}" ORDER BY {by})')
    ranked = candidates.annotate(rank=rank).values(*columns, "rank")
    # Tortoise cannot select the first rows of each group: its statement is wrapped, with its parameters.
    ranked._choose_db_if_not_chosen()  # noqa: SLF001
    ranked._make_query()  # noqa: SLF001
    sql, values = ranked.query.get_parameterized_sql()
    chosen = f"SELECT * FROM ({sql}) AS ranked WHERE rank <= {count} ORDER BY rank"  # noqa: S608 -- parameters
    return await connections.get("default").execute_query_dict(chosen, values)


def _grouped(rows: Sequence[Row], column: str) -> Mapping[UUID, list[Row]]:
    groups: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups
