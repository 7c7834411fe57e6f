"""What the schema's fields declare themselves to be (schema/reading/fields.py)."""

from collections.abc import Mapping
from typing import Any

from graphql import FieldNode

import models
from models.row import Row
from resolvers.conditions import Condition, NotNull
from schema.compiled.plan import Constant

WHOLE: Mapping[type[Row], tuple[Condition, ...]] = {models.Application: (NotNull("submitted_at"),)}
"""Of which rows the required relations are there; lists leave out the others, nodes do not."""


def declaration(field: Any) -> Any:
    """The declaration of a field, with its metadata."""
    return field.extensions["strawberry-definition"]


def attribute(node: FieldNode, type_: Any) -> str | Constant:
    """The attribute of an object that is not a row, which has nothing else."""
    name = node.name.value
    return Constant(type_.name) if name == "__typename" else declaration(type_.fields[name]).python_name
