"""Inputs are built as Strawberry builds them."""

from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    Undefined,
    coerce_input_value,
    get_named_type,
    get_nullable_type,
    is_required_input_field,
)
from strawberry.types.arguments import convert_argument

from schema.build import graphql_schema, schema

INPUTS = [type_ for type_ in graphql_schema.type_map.values() if isinstance(type_, GraphQLInputObjectType)]
SCALARS = {
    "Boolean": True,
    "Date": "2026-04-01",
    "DateTime": "2026-04-01T00:00:00+09:00",
    "Float": 0.5,
    "ID": "Obligee_018f0000000070008000000000000001",
    "Int": 3,
    "String": "見本",
    "AuthKey": "abcdEFGH2345",
    "GuaranteeNumber": "31073-00001M",
    "Upload": "AAAA",
    "Yen": 1_000,
}


def _value(type_: GraphQLInputType, *, is_whole: bool) -> Any:
    """A value as a client sends it: with every field, or with the required ones."""
    plain = get_nullable_type(type_)
    if isinstance(plain, GraphQLList):
        return [_value(plain.of_type, is_whole=is_whole)] * 2
    if isinstance(plain, GraphQLInputObjectType):
        return {
            name: _value(field.type, is_whole=is_whole)
            for name, field in plain.fields.items()
            if is_whole or is_required_input_field(field)
        }
    return next(iter(plain.values)) if isinstance(plain, GraphQLEnumType) else SCALARS[get_named_type(plain).name]


def _strawberry_input(type_: GraphQLInputObjectType) -> Any:
    return type_.extensions["strawberry-definition"].origin


def _coerced(type_: GraphQLInputObjectType, value: Any) -> Any:
    """As graphql-core gives it to Strawberry."""
    coerced = coerce_input_value(value, type_)
    assert coerced is not Undefined
    return coerced


def _built(type_: GraphQLInputObjectType, coerced: Any) -> Any:
    registry = schema.schema_converter.scalar_registry
    return convert_argument(coerced, _strawberry_input(type_), registry, schema.config)


@pytest.mark.parametrize("fields", ["whole", "required"])
@pytest.mark.parametrize("type_", INPUTS, ids=str)
def test_as_strawberry_builds_them(type_: GraphQLInputObjectType, fields: str, monkeypatch: pytest.MonkeyPatch) -> None:
    coerced = _coerced(type_, _value(type_, is_whole=fields == "whole"))
    ours = _built(type_, coerced)
    for each in INPUTS:
        assert _strawberry_input(each).__strawberry_definition__.from_input is not None
        monkeypatch.setattr(_strawberry_input(each).__strawberry_definition__, "from_input", None)
    assert ours == _built(type_, coerced)


def test_given_null_is_null() -> None:
    (form,) = (type_ for type_ in INPUTS if type_.name == "ApplicationDraftInput")
    built = _built(form, _coerced(form, dict.fromkeys(form.fields)))
    assert set(vars(built).values()) == {None}
