"""Values of input types that refer to nothing."""

from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLType,
    is_required_input_field,
)

VALUES: dict[str, Any] = {
    "AuthKey": "Z28YUE4J3Bux",
    "Boolean": False,
    "Date": "2026-11-20",
    "GuaranteeNumber": "31073-00001M",
    "ID": "x",
    "Int": 1,
    "String": "x",
    "Upload": "YQ==",
    "Yen": 1,
}
"""A valid value of each scalar that refers to nothing."""


def a_value(type_: GraphQLType) -> Any:
    """A value of an input type: required fields of objects, no items of lists."""
    type_ = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    if isinstance(type_, GraphQLInputObjectType):
        return {name: a_value(field.type) for name, field in type_.fields.items() if is_required_input_field(field)}
    if isinstance(type_, GraphQLEnumType):
        return next(iter(type_.values))
    return [] if isinstance(type_, GraphQLList) else VALUES[str(type_)]
