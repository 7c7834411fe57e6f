"""Conditions on rows as data: which rows a viewer may see, defined once, used in two forms.

`q` is for Tortoise, `sql` the same as text. Attributes are those of the viewer; in SQL they are parameters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tortoise.expressions import Q, Subquery

from models.parties.viewer import Viewer
from models.row import Row
from resolvers.column_conditions import IsFalse, IsNull
from resolvers.link_conditions import LinkedBy

Bind = Callable[[str], str]  # from an attribute of the viewer to its placeholder ("$2")


@dataclass(frozen=True)
class Everything:
    """Every row."""

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:  # noqa: ARG002 -- the same for all conditions
        """As a condition of Tortoise, on a row that is reached by `prefix`."""
        return Q()

    def sql(self, row: str, bind: Bind) -> str:  # noqa: ARG002
        """As text, on the alias `row`."""
        return "true"


@dataclass(frozen=True)
class Nothing:
    """No row."""

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:  # noqa: ARG002
        """As a condition of Tortoise."""
        return matching({f"{prefix}id__isnull": True})

    def sql(self, row: str, bind: Bind) -> str:  # noqa: ARG002
        """As text."""
        return "false"


@dataclass(frozen=True)
class Equals:
    """The column has the value of the viewer's attribute, or if `is_not` another one."""

    column: str
    to: str
    is_not: bool = False

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:
        """As a condition of Tortoise."""
        equal = matching({f"{prefix}{self.column}": getattr(viewer, self.to)})
        return ~equal if self.is_not else equal

    def sql(self, row: str, bind: Bind) -> str:
        """As text."""
        return f"{row}.{self.column} {'<>' if self.is_not else '='} {bind(self.to)}"


@dataclass(frozen=True)
class Compare:
    """The column is below the value of the attribute, or above it."""

    column: str
    of: str
    is_below: bool

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:
        """As a condition of Tortoise."""
        return matching({f"{prefix}{self.column}__{'lt' if self.is_below else 'gt'}": getattr(viewer, self.of)})

    def sql(self, row: str, bind: Bind) -> str:
        """As text."""
        return f"{row}.{self.column} {'<' if self.is_below else '>'} {bind(self.of)}"


@dataclass(frozen=True)
class EqualsAny:
    """The column has one of the values of the viewer's attribute."""

    column: str
    of: str

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:
        """As a condition of Tortoise."""
        return matching({f"{prefix}{self.column}__in": getattr(viewer, self.of)})

    def sql(self, row: str, bind: Bind) -> str:
        """As text."""
        return f"{row}.{self.column} = ANY({bind(self.of)})"


@dataclass(frozen=True)
class NotNull:
    """The column is not null."""

    column: str

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:  # noqa: ARG002
        """As a condition of Tortoise."""
        return matching({f"{prefix}{self.column}__isnull": False})

    def sql(self, row: str, bind: Bind) -> str:  # noqa: ARG002
        """As text."""
        return f"{row}.{self.column} IS NOT NULL"


@dataclass(frozen=True)
class OneOf:
    """The column has one of these values."""

    column: str
    values: tuple[str, ...]

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:  # noqa: ARG002
        """As a condition of Tortoise."""
        return matching({f"{prefix}{self.column}__in": self.values})

    def sql(self, row: str, bind: Bind) -> str:  # noqa: ARG002
        """As text."""
        values = ", ".join(f"'{value}'" for value in self.values)
        return f"{row}.{self.column} IN ({values})"


@dataclass(frozen=True)
class And:
    """Both conditions hold."""

    left: "Condition"
    right: "Condition"

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:
        """As a condition of Tortoise."""
        return self.left.q(viewer, prefix) & self.right.q(viewer, prefix)

    def sql(self, row: str, bind: Bind) -> str:
        """As text."""
        return f"{self.left.sql(row, bind)} AND {self.right.sql(row, bind)}"


@dataclass(frozen=True)
class Either:
    """One of two conditions holds, and never both: a list can be read as two that are merged."""

    left: "Condition"
    right: "Condition"

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:
        """As a condition of Tortoise."""
        return Q(self.left.q(viewer, prefix), self.right.q(viewer, prefix), join_type=Q.OR)

    def sql(self, row: str, bind: Bind) -> str:
        """As text."""
        return f"({self.left.sql(row, bind)} OR {self.right.sql(row, bind)})"


@dataclass(frozen=True)
class Or:
    """One of the conditions holds, or both; lists are not split by it."""

    left: "Condition"
    right: "Condition"

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:
        """As a condition of Tortoise."""
        return self.left.q(viewer, prefix) | self.right.q(viewer, prefix)

    def sql(self, row: str, bind: Bind) -> str:
        """As text."""
        return f"({self.left.sql(row, bind)} OR {self.right.sql(row, bind)})"


@dataclass(frozen=True)
class Through:
    """The row that `relation` refers to meets the condition."""

    relation: str
    model: type[Row]
    condition: "Condition"

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:
        """As a condition of Tortoise."""
        return self.condition.q(viewer, f"{prefix}{self.relation}__")

    def sql(self, row: str, bind: Bind) -> str:
        """As text."""
        inner = self.condition.sql(f"{row}_{self.relation}", bind)
        source = f"{self.model._meta.db_table} {row}_{self.relation}"  # noqa: SLF001
        return f"EXISTS (SELECT FROM {source} WHERE {row}_{self.relation}.id = {row}.{self.relation}_id AND {inner})"


@dataclass(frozen=True)
class InSubquery:
    """The row's `key` (by default its id) is in the column of some row of a model that meets the condition."""

    column: str
    model: type[Row]
    condition: "Condition"
    key: str = "id"

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:
        """As a condition of Tortoise."""
        referring = self.model.filter(self.condition.q(viewer)).values(self.column)
        return matching({f"{prefix}{self.key}__in": Subquery(referring)})

    def sql(self, row: str, bind: Bind) -> str:
        """As text."""
        inner = self.condition.sql(f"{row}_referring", bind)
        source = f"{self.model._meta.db_table} {row}_referring"  # noqa: SLF001
        return f"{row}.{self.key} IN (SELECT {row}_referring.{self.column} FROM {source} WHERE {inner})"  # noqa: S608 -- constant names


Condition = (
    Everything | Nothing | Equals | Compare | EqualsAny | NotNull | IsNull | IsFalse | OneOf
    | And | Or | Either | Through | InSubquery | LinkedBy
)  # fmt: skip

EVERYTHING, NOTHING = Everything(), Nothing()


def matching(columns: Mapping[str, Any]) -> Q:
    """Rows with these values; names may follow relations and end in an operator ("kind__in")."""
    return Q(**columns)


def given(columns: Mapping[str, Any]) -> Q:
    """The same for the given values: None is no condition."""
    return matching({name: value for name, value in columns.items() if value is not None})
