"""Conditions on one column without a value, two of those of conditions.py, and the one on rows that are dated."""

import datetime
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


def in_force_on(day: datetime.date) -> Q:
    """Rows that are in force on a day, from `valid_from` until before `valid_until`, as a condition of Tortoise."""
    begun, open_, later = {"valid_from__lte": day}, {"valid_until__isnull": True}, {"valid_until__gt": day}
    conditions: Any = begun, open_, later
    first, *ends = (Q(**each) for each in conditions)
    return first & Q(*ends, join_type=Q.OR)


def in_force(row: str, day: str) -> str:
    """The same as text; `day` is a placeholder or an expression."""
    return f"{row}.valid_from <= {day} AND ({row}.valid_until IS NULL OR {row}.valid_until > {day})"
