"""The certificate content in GraphQL: the fields generated from its declaration."""

import datetime
from collections.abc import Mapping
from typing import Any

from models.content.certificate_content import COMPARED, shown_in
from models.content.content_field import ContentField, Place
from schema.reading.fields import column, given
from schema.scalars import Yen


def content_columns() -> dict[str, tuple[Any, Any]]:
    """For `with_fields`: a column for each field of the content that GraphQL shows."""
    return {field.name: (_type(field), column(field.description)) for field in shown_in(Place.GRAPHQL)}


def expected_values() -> dict[str, tuple[Any, Any]]:
    """For `with_fields`: an optional input for each comparison."""
    return {
        field.comparison.name: (_TYPES[field.type] | None, given(field.comparison.description, default=None))
        for field in COMPARED
    }


_TYPES: Mapping[type, Any] = {str: str, int: Yen, datetime.date: datetime.date}
"""The types in GraphQL; enumerations are their own."""


def _type(field: ContentField) -> Any:
    type_ = _TYPES.get(field.type, field.type)
    return type_ | None if field.is_optional else type_
