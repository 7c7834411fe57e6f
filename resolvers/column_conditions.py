"""Conditions on one column without a value, two of those of conditions.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tortoise.expressions import Q

from models.parties.viewer import Viewer


@dataclass(frozen=True)
class IsNull:
    """The column is null."""

    column: str

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:  # noqa: ARG002
        """As a condition of Tortoise."""
        null: Any = {f"{prefix}{self.column}__isnull": True}
        return Q(**null)

    def sql(self, row: str, bind: Callable[[str], str]) -> str:  # noqa: ARG002
        """As text."""
        return f"{row}.{self.column} IS NULL"


@dataclass(frozen=True)
class IsFalse:
    """The column is false."""

    column: str

    def q(self, viewer: Viewer | None, prefix: str = "") -> Q:  # noqa: ARG002
        """As a condition of Tortoise."""
        false: Any = {f"{prefix}{self.column}": False}
        return Q(**false)

    def sql(self, row: str, bind: Callable[[str], str]) -> str:  # noqa: ARG002
        """As text."""
        return f"NOT {row}.{self.column}"
