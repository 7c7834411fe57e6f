"""Loading what hangs on rows: one statement for each relation, however many rows there are.

A relation is data: it says which rows, by which column, under which condition. What the viewer may not see of it is
left out by the condition of resolvers/access.py.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from tortoise import connections
from tortoise.expressions import Q, RawSQL
from tortoise.queryset import QuerySet

from models.auth_key import AuthKey
from models.document import DocumentKind
from models.parties.viewer import Viewer
from models.row import Row
from resolvers import access, audit
from resolvers.conditions import EVERYTHING, Condition, given, matching
from resolvers.document_services import Archive
from resolvers.documents import hand_out, render_documents
from security.auth_keys import Keyring


@dataclass(frozen=True)
class ToOne:
    """The row that `column` of this row refers to. What a visible row refers to is visible."""

    target: type[Row]
    column: str


@dataclass(frozen=True)
class ToMany:
    """The rows whose `column` refers to this row, those that meet `where`, in `order`.

    `keys` has the column of this row that they refer to, by its model, where that is not the id.
    """

    target: type[Row]
    column: str
    where: Condition = EVERYTHING
    order: str = "id"
    keys: Mapping[type[Row], str] = field(default_factory=dict[type[Row], str], hash=False)

    def key_of(self, model: type[Row]) -> str:
        """The column of rows of this model that they refer to."""
        return self.keys.get(model, "id")


@dataclass(frozen=True)
class ToFirst(ToMany):
    """The only one of such rows (a unique index says so), or None."""


@dataclass(frozen=True)
class ToPage(ToMany):
    """A page of such rows; `order` is by id."""


@dataclass(frozen=True)
class ToDocument:
    """The document of a kind that hangs on this row, with a link to it; made first where it is missing."""

    kind: DocumentKind


Relation = ToOne | ToMany | ToDocument


@dataclass(frozen=True)
class PageOf:
    """Where a list begins: the rows of a model that the viewer may see and that meet `where`.

    `order` is by a column with an id of its own in each of these rows; cursors are made of it.
    """

    target: type[Row]
    order: str
    where: Condition = EVERYTHING


@dataclass(frozen=True)
class ByKey:
    """Where the restricted look-up begins: the current certificate of a guarantee number and an auth key."""


@dataclass(frozen=True)
class Page:
    """Some rows of a longer list."""

    rows: Sequence[Row]
    has_next: bool
    has_previous: bool
    by: str = "id"
    """The column of which cursors are made."""


@dataclass(frozen=True)
class Step:
    """One relation to follow, and what to load along from there. `first` and `after` (an id) are for pages."""

    relation: Relation
    include: "Include"
    first: int = 0
    after: UUID | None = None


Include = Mapping[str, Step]
"""What to load along, by the name under which it is kept in `related`."""

NOTHING: Include = {}


@dataclass(frozen=True)
class Reader:
    """Who reads, when, with which secrets auth keys are opened, and where documents are."""

    viewer: Viewer | None
    at: datetime.datetime
    keyring: Keyring
    archive: Archive
    until: float = field(default_factory=render_documents.end_of_patience)
    """How long it waits for documents."""


class Loadable(Protocol):
    """Rows, and whatever else has columns that refer to rows."""

    @property
    def related(self) -> dict[str, Any]:
        """What was loaded along, by the name of the relation."""
        ...


async def load(rows: Sequence[Loadable], include: Include, *, reader: Reader) -> None:
    """Fill `related` of each row as `include` says: one statement a step (two for pages), whatever the number of rows.

    Auth keys among it are opened, and each opening is recorded before anything is answered.
    """
    await _load(rows, include, reader)
    sealed = list(_sealed(rows, include))
    if sealed and reader.viewer is not None:
        for name, guarantee, key in sealed:
            guarantee.related[name] = reader.keyring.decrypt(key.envelope, key.envelope_version, guarantee.number)
        ids = {guarantee.id for _, guarantee, _ in sealed}
        await audit.record_each("auth_key.revealed", ids, viewer=reader.viewer, at=reader.at)


def _sealed(rows: Sequence[Any], include: Include) -> Iterator[tuple[str, Any, AuthKey]]:
    """Every auth key that was loaded, with the guarantee that it opens and the name under which it stands there."""
    for row in rows:
        for name, step in include.items():
            related = row.related[name]
            if isinstance(related, AuthKey):
                yield name, row, related
            elif related is not None:
                one_or_more = related.rows if isinstance(related, Page) else related
                yield from _sealed(one_or_more if isinstance(one_or_more, list) else [one_or_more], step.include)


async def _load(rows: Sequence[Loadable], include: Include, reader: Reader) -> None:
    viewer = reader.viewer
    for row in rows:
        vars(row).setdefault("related", {})
        access.conceal(row, viewer)
    for name, step in include.items() if rows else ():
        if isinstance(step.relation, ToDocument):
            await hand_out.load_along(
                rows,
                name,
                step.relation.kind,
                viewer=viewer,
                archive=reader.archive,
                at=reader.at,
                until=reader.until,
            )
            continue
        if isinstance(step.relation, ToOne):
            found = await _to_one(rows, name, step.relation)
        elif isinstance(step.relation, ToPage):
            found = await _to_page(rows, name, step, viewer)
        else:
            found = await _to_many(rows, name, step.relation, viewer)
        await _load(found, step.include, reader)


async def page_of(
    model: type[Row], where: Q, *, order: str, first: int, after: UUID | None, include: Include, reader: Reader
) -> Page:
    """A page of the rows that the viewer may see and that meet `where`, from behind the id `after`."""
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
    """Rows in an order, from behind a cursor.

    Where a reference gives the order, the row that it refers to is asked too: an index of its table may lead there,
    and PostgreSQL carries no inequality from a column to its equal.
    """
    column = order.removeprefix("-")
    beyond = "gt" if column == order else "lt"
    columns = {column, column.replace("_id", "__id")}
    return rows.filter(given({f"{name}__{beyond}": after for name in columns})).order_by(order)


def _cut(rows: Sequence[Row], *, order: str, first: int, after: UUID | None) -> Page:
    """A page of at most `first` rows out of one row more."""
    return Page(rows[:first], len(rows) > first, after is not None, order.removeprefix("-"))


async def _to_one(rows: Sequence[Loadable], name: str, relation: ToOne) -> list[Row]:
    ids = {id_ for row in rows if (id_ := getattr(row, relation.column)) is not None}
    found = {row.id: row for row in await relation.target.filter(id__in=list(ids))} if ids else {}
    for row in rows:
        row.related[name] = found.get(getattr(row, relation.column))
    return list(found.values())


async def _to_many(rows: Sequence[Any], name: str, relation: ToMany, viewer: Viewer | None) -> list[Row]:
    keys = [getattr(row, relation.key_of(type(row))) for row in rows]
    referring = matching({f"{relation.column}__in": [key for key in keys if key is not None]})
    visible = access.visible(relation.target, viewer)
    found = await relation.target.filter(referring, relation.where.q(viewer), visible).order_by(relation.order, "id")
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
    table = relation.target._meta.db_table  # noqa: SLF001
    direction = "DESC" if relation.order.startswith("-") else "ASC"
    rank = RawSQL(f'row_number() OVER (PARTITION BY "{table}"."{relation.column}" ORDER BY "{table}"."id" {direction})')
    ranked = candidates.annotate(rank=rank).values("id", "rank")
    # Tortoise cannot ask for the best of each group: its own statement is wrapped, parameters and all.
    ranked._choose_db_if_not_chosen()  # noqa: SLF001
    ranked._make_query()  # noqa: SLF001
    sql, values = ranked.query.get_parameterized_sql()
    chosen = f"SELECT id FROM ({sql}) AS ranked WHERE rank <= {count}"  # noqa: S608 -- the values are parameters
    return [row["id"] for row in await connections.get("default").execute_query_dict(chosen, values)]


def _grouped(rows: Sequence[Row], column: str) -> Mapping[UUID, list[Row]]:
    groups: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups
