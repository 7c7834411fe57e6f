"""Conditions by way of a link table, one of those of conditions.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, RawSQL

from models.parties.viewer import Viewer
from models.row import Row

NOBODY = UUID(int=0)
"""Refers to no row."""


@dataclass(frozen=True)
class LinkedBy:
    """The column refers to a row that a row of a link table connects with the viewer's attribute.

    The references are read first, as an array: so an index of the column is used beside another condition too.
    """

    column: str
    link: type[Row]
    selected: str
    to: str

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:
        """As a condition of Tortoise."""
        company: UUID | None = getattr(viewer, self.to)
        linked: Any = {f"{prefix}{self.column}": RawSQL(self._references(f"'{company or NOBODY}'"))}
        return Q(**linked)

    def sql(self, row: str, bind: Callable[[str], str]) -> str:
        """As text."""
        return f"{row}.{self.column} = {self._references(bind(self.to))}"

    def _references(self, value: str) -> str:
        table = self.link._meta.db_table  # noqa: SLF001
        return f"ANY(ARRAY(SELECT {self.selected} FROM {table} WHERE {self.to} = {value}))"  # noqa: S608 -- constant names, and an id
