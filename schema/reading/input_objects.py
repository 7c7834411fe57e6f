"""Building inputs from the values that a client gives.

Strawberry resolves the type and the name of every field of an input anew in each request, also of fields that are not
given: a quarter of the time of a dry run. Here they are resolved once for each type.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from strawberry.schema.name_converter import NameConverter
from strawberry.types.arguments import InputContext
from strawberry.types.base import StrawberryContainer, StrawberryList, StrawberryOptional, has_object_definition


class _Field(NamedTuple):
    python_name: str
    type_: Any
    input_: type | None
    """The input that its values are, or that the entries of its lists are."""
    is_converted: bool
    """Whether Strawberry converts values. graphql-core has converted scalars and enumerations."""


def build(cls: type, values: Mapping[str, Any], context: InputContext) -> Any:
    """The input object with these values, by GraphQL names. Strawberry calls it (`from_input`).

    A field that may be left out has a default (`given`): nothing else stands for it.
    """
    fields = _fields(cls, context.config.name_converter)
    attributes: dict[str, Any] = {}
    for name, value in values.items():
        field = fields[name]
        if value is None or not field.is_converted:
            attributes[field.python_name] = value
        elif field.input_ is None:
            attributes[field.python_name] = context.convert(value, field.type_, name)
        elif isinstance(value, list):
            attributes[field.python_name] = [build(field.input_, each, context) for each in value]
        else:
            attributes[field.python_name] = build(field.input_, value, context)
    return cls(**attributes)


@cache
def _fields(cls: type, names: NameConverter) -> Mapping[str, _Field]:
    """By their GraphQL names."""
    definition: Any = vars(cls)["__strawberry_definition__"]
    return {names.from_field(field): _field(field) for field in definition.fields}


def _field(field: Any) -> _Field:
    type_ = field.resolve_type()
    inner = type_.of_type if isinstance(type_, StrawberryOptional) else type_
    entry = inner.of_type if isinstance(inner, StrawberryList) else inner
    input_ = entry if has_object_definition(entry) and entry.__strawberry_definition__.from_input is build else None
    return _Field(field.python_name, type_, input_, isinstance(inner, StrawberryContainer) or input_ is not None)
