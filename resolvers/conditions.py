"""Conditions from columns by name."""

from collections.abc import Mapping
from typing import Any

from tortoise.expressions import Q


def matching(columns: Mapping[str, Any]) -> Q:
    """Rows of which every column is as it says; names may follow relations and end in an operator ("kind__in")."""
    return Q(**columns)


def given(columns: Mapping[str, Any]) -> Q:
    """The same for what is given: None asks for nothing."""
    return matching({name: value for name, value in columns.items() if value is not None})
