"""What the schema's fields declare themselves to be (schema/reading/fields.py)."""

from typing import Any

from graphql import FieldNode

from schema.compiled.plan import Constant


def declaration(field: Any) -> Any:
    """The declaration of a field, with its metadata."""
    return field.extensions["strawberry-definition"]


def attribute(node: FieldNode, type_: Any) -> str | Constant:
    """The attribute of an object that is not a row, which has nothing else."""
    name = node.name.value
    return Constant(type_.name) if name == "__typename" else declaration(type_.fields[name]).python_name
