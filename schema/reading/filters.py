"""Filters of lists: an input declares the fields, the use case has a parameter of the same name for each."""

import dataclasses
from typing import Any

from schema.reading import ids
from schema.reading.fields import NODE


def filter_arguments(wanted: Any | None, **defaults: Any) -> dict[str, Any]:
    """The given conditions of a filter input by name, and defaults of others; ids become those of rows."""
    if wanted is None:
        return defaults
    values = ((field, getattr(wanted, field.name)) for field in dataclasses.fields(wanted))
    return defaults | {
        field.name: _value(value, field.metadata.get(NODE)) for field, value in values if value is not None
    }


def _value(value: Any, type_name: str | None) -> Any:
    return value if type_name is None else ids.key_of(value, type_name)
