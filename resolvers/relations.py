"""What is read besides a row, as data: relations to other rows, pages of them, and documents.

A relation says which rows, by which column, under which condition. What the viewer may not see of it is left out by the
condition of resolvers/access.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from models.document import DocumentKind
from models.row import Row
from resolvers.conditions import EVERYTHING, Condition


@dataclass(frozen=True)
class ToOne:
    """The row that `column` of this row refers to. What a visible row refers to is visible."""

    target: type[Row]
    column: str


@dataclass(frozen=True)
class ToMany:
    """The rows whose `column` refers to this row, those that meet `where`, in `order`.

    `keys` has the column of this row that they refer to, by its model, where that is not the id. No more than `most`
    are loaded for a row, the first ones.
    """

    target: type[Row]
    column: str
    where: Condition = EVERYTHING
    order: str = "id"
    keys: Mapping[type[Row], str] = field(default_factory=dict[type[Row], str], hash=False)
    most: int | None = None

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
    """The document of a kind that belongs to this row, with a link to it; rendered first where it is missing.

    It is added after the rows are loaded (resolvers/documents/attach_documents.py).
    """

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
