"""Plans: the data to read and the shape of the response, before any SQL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tortoise.fields import JSONField

from models.row import Row
from resolvers.conditions import Condition


class NotCompilableError(Exception):
    """The operation contains a part that is left to graphql-core; the message names it."""


@dataclass(frozen=True)
class Constant:
    """A value that is the same for every row: a __typename, or a column that is blanked for the viewer's role."""

    value: str | tuple[()] | None


@dataclass(frozen=True)
class Cell:
    """A value of the record, at its position; null unless the viewer's company is that at the position `owner`."""

    position: int
    owner: int | None = None


@dataclass(frozen=True)
class Identity:
    """The id of a node: the type's name and the key at its position."""

    type_name: str
    position: int


@dataclass(frozen=True)
class Computed:
    """A pure function of columns of the row, by name and position."""

    function: Callable[[Any], object]
    columns: "Columns"


@dataclass(frozen=True)
class Needed:
    """Columns of another row that a function needs, under a name; `key` is the position of that row's key."""

    name: str
    columns: "Columns"
    key: int


@dataclass(frozen=True)
class Composed:
    """Objects made by a pure function of columns, and of the request's info if it `takes_info`.

    `fields` are the objects' attributes by response key, or constants.
    """

    function: Callable[..., object]
    columns: "Columns"
    needed: Needed | None
    fields: Mapping[str, str | Constant]
    takes_info: bool
    is_list: bool


@dataclass(frozen=True)
class Object:
    """An object made of one record; `key` is the position of its row's key if the row may be missing."""

    fields: Mapping[str, "Value"]
    key: int | None = None


@dataclass(frozen=True)
class Many:
    """The objects made of those records of another level that belong to this record's row."""

    level: int
    key: int
    item: Object


@dataclass(frozen=True)
class Cursor:
    """The cursor of a row, from its key."""

    position: int


@dataclass(frozen=True)
class Edges:
    """The edges of the page: one object for each record of level 0."""

    item: Object


@dataclass(frozen=True)
class PageInfo:
    """The page info: its selected fields, by response key."""

    fields: Mapping[str, str]
    position: int


@dataclass(frozen=True)
class Total:
    """The number of rows of the whole list."""


@dataclass(frozen=True)
class Connection:
    """A page of rows."""

    fields: Mapping[str, "Edges | PageInfo | Total | Constant"]


@dataclass(frozen=True)
class Single:
    """One object, or null if level 0 has no record."""

    item: Object


@dataclass(frozen=True)
class Nodes:
    """An object of the type that an id names: each type has a plan of its own."""

    targets: Mapping[str, type[Row]]


Columns: TypeAlias = tuple[tuple[str, int, bool], ...]
"""Names and positions of columns, and whether they hold JSON."""
Value: TypeAlias = Constant | Cell | Identity | Computed | Composed | Object | Many | Cursor


@dataclass(frozen=True)
class Join:
    """At most one row that belongs to a row of the same statement."""

    model: type[Row]
    alias: str
    on: str
    conditions: tuple[Condition, ...] = ()
    is_dated: bool = False
    """Whether it has to be in force on the day of the read."""


@dataclass
class Level:
    """One statement: the rows of a model, with those joined to them, as flat records.

    `column` is the one by which rows of a to-many level refer to the level above; its value comes first in the record.
    """

    number: int
    model: type[Row]
    conditions: tuple[Condition, ...]
    order: str
    column: str | None = None
    most: int | None = None
    """Maximum number of them for each row of the level above."""
    above: int = 0
    """The number of the level above."""
    key: int = 0
    """Where the key stands in the records of the level above."""
    is_dated: bool = False
    """Whether the rows have to be in force on the day of the read."""
    cells: list[str] = field(default_factory=list[str])
    certificates: set[int] = field(default_factory=set[int])
    """Positions of the guarantees' ids of certificates whose reading is recorded."""
    joins: list[Join] = field(default_factory=list[Join])

    @property
    def alias(self) -> str:
        """The alias of the model's rows."""
        return f"t{self.number}"

    @property
    def by(self) -> str:
        """The column of the order."""
        return self.order.removeprefix("-")

    def cell(self, alias: str, column: str) -> int:
        """The position of a column in the record; a new column is added."""
        expression = f"{alias}.{column}"
        if expression not in self.cells:
            self.cells.append(expression)
        return self.cells.index(expression)


@dataclass(frozen=True)
class Place:
    """The rows of an object: their model, under an alias, in the statement of a level."""

    level: Level
    alias: str
    model: type[Row]

    def cell(self, column: str) -> int:
        """The position of a column in the record."""
        return self.level.cell(self.alias, column)

    def columns(self, names: Sequence[str]) -> Columns:
        """Columns of the row, as functions of it take them."""
        known = self.model._meta.fields_map  # noqa: SLF001
        return tuple((name, self.cell(name), isinstance(known[name], JSONField)) for name in names)


Argument: TypeAlias = tuple[str, Any]
"""("variable", its name), ("required", the name of a required one), ("value", the value), or
("object", its node and the required variables in it)."""


@dataclass(frozen=True)
class Plan:
    """A whole operation for one role: levels from the root, the root's arguments, and the shape of the response."""

    operation: str
    root: str
    """The root field."""
    response_key: str
    levels: tuple[Level, ...]
    answer: Connection | Object | Single | Nodes
    arguments: Mapping[str, Argument]

    @property
    def is_counted(self) -> bool:
        """Whether the number of all rows is asked for."""
        return isinstance(self.answer, Connection) and any(isinstance(v, Total) for v in self.answer.fields.values())
