"""Relations of rows as data: to other rows, pages of them, and documents.

A relation defines which rows, by which column, under which condition. The condition of resolvers/access.py excludes
rows that the viewer may not see.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from models.document import DocumentKind
from models.row import Row
from resolvers.conditions import EVERYTHING, Condition


@dataclass(frozen=True)
class ToOne:
    """The row that `column` of this row refers to. It is visible with this row."""

    target: type[Row]
    column: str


@dataclass(frozen=True)
class ToEach:
    """The rows that an attribute of this row has the ids of, in the order of ids. They are visible with it."""

    target: type[Row]
    attribute: str


@dataclass(frozen=True)
class ToMany:
    """The rows whose `column` refers to this row and that meet `where`, in `order`.

    `keys` has the referenced column of this row by its model, if it is not the id. `most` is the maximum number of
    rows that are loaded for a row, the first ones. Of dated rows only those that are in force on the day of the read
    are loaded.
    """

    target: type[Row]
    column: str
    where: Condition = EVERYTHING
    order: str = "id"
    keys: Mapping[type[object], str] = field(default_factory=dict[type[object], str], hash=False)
    most: int | None = None
    is_dated: bool = False

    def key_of(self, model: type[object]) -> str:
        """The referenced column of rows of this model."""
        return self.keys.get(model, "id")


@dataclass(frozen=True)
class ToFirst(ToMany):
    """The only such row (by a unique index), or None."""


@dataclass(frozen=True)
class ToPage(ToMany):
    """A page of such rows; `order` is by id."""


@dataclass(frozen=True)
class ToDocument:
    """The document of a kind that belongs to this row, with a link to it; rendered first if missing.

    It is added after the rows are loaded (resolvers/documents/attach_documents.py).
    """

    kind: DocumentKind


@dataclass(frozen=True)
class ToPresentations:
    """Who has presented number and key of this guarantee.

    They are added after the rows are loaded (resolvers/certificates/presented_keys.py).
    """


Relation = ToOne | ToEach | ToMany | ToDocument | ToPresentations
MORE_THAN_ROWS = ToEach | ToPage | ToDocument | ToPresentations
"""Relations that are not the rows of one condition alone."""


@dataclass(frozen=True)
class PageOf:
    """The start of a list: the rows of a model that the viewer may see and that meet `where`.

    `order` is a column with a different id in each of these rows; cursors use it.
    """

    target: type[Row]
    order: str
    where: Condition = EVERYTHING


@dataclass(frozen=True)
class ById:
    """The start of a read of one row that the viewer may see, by its id; the models by the name of their type."""

    targets: Mapping[str, type[Row]]


@dataclass(frozen=True)
class ByKey:
    """The start of the restricted look-up: the current certificate of a guarantee number and an auth key."""


class SortedPlace(NamedTuple):
    """The place of a row in a list that is sorted by a value, then by id; the value is NO_VALUE for null."""

    id: UUID
    value: int


NO_VALUE = -1


@dataclass(frozen=True)
class Page:
    """Some rows of a longer list."""

    rows: Sequence[Row]
    has_next: bool
    has_previous: bool
    by: str = "id"
    """The column that cursors use."""
    moment: str | None = None
    """The column that precedes it in the order of the list."""
    value_of: Callable[[Row], int] | None = None
    """The value that cursors have beside it, in a list that is sorted by one."""
    total: int | None = None
    """The number of rows in the whole list, if it is asked for and not above the maximum."""


@dataclass(frozen=True)
class Step:
    """One relation to follow, and the relations to load from there. `first` and `after` (an id) are for pages.

    The rows of an auxiliary step are not in the response themselves: a field is computed from them.
    """

    relation: Relation
    include: "Include"
    first: int = 0
    after: UUID | None = None
    is_auxiliary: bool = False


Include = Mapping[str, Step]
"""The relations to load, by their name in `related`."""

NOTHING: Include = {}
