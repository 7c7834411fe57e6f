from typing import Any

import pytest
from graphql import (
    GraphQLList,
    GraphQLObjectType,
    build_client_schema,
    get_introspection_query,
    get_named_type,
    get_nullable_type,
    print_schema,
)

from schema.build import graphql_schema
from schema.reading.fields import LENGTH
from schema.reading.operation_limits import LISTS_OF_TYPES, lists_of
from tests.conftest import Api

FRAGMENTS = "fragment C on Contract { guarantees { contract { ...D } } } fragment D on Contract { guarantees { id } }"
MULTIPLYING = [
    "{ guarantees { edges { node { contract { guarantees { id } } } } } }",
    "{ contracts { edges { node { guarantees { application { guarantees { id } } } } } } }",
    "{ contractors { edges { node { contracts { edges { node { contractor { contracts { __typename } } } } } } } } }",
    f"{{ contracts {{ edges {{ node {{ ...C }} }} }} }} {FRAGMENTS}",
]


def fields() -> list[tuple[str, Any]]:
    types = [type_ for type_ in graphql_schema.type_map.values() if isinstance(type_, GraphQLObjectType)]
    return [
        (f"{type_.name}.{name}", field)
        for type_ in types
        if not type_.name.startswith("__")
        for name, field in type_.fields.items()
    ]


def is_list(field: Any) -> bool:
    return isinstance(get_nullable_type(field.type), GraphQLList)


def test_lists_of_objects_and_pages_are_known() -> None:
    lists = lists_of(graphql_schema)
    assert {"guarantees", "contracts", "messages", "sureties", "events", "results", "outgoingMails"} <= lists
    assert not lists & {"edges", "node", "contract", "channels", "certificate", "pageInfo"}
    for place, field in fields():
        below = get_named_type(field.type)
        of_objects = is_list(field) and isinstance(below, GraphQLObjectType) and not place.endswith(".edges")
        if of_objects or below.name.endswith("Connection"):
            assert place.partition(".")[2] in lists, place


def test_every_list_declares_how_long_it_is() -> None:
    declared = {place: field.extensions["strawberry-definition"].metadata.get(LENGTH) for place, field in fields()}
    assert [place for place, field in fields() if is_list(field) and not declared[place]] == []
    for place, length in declared.items():
        assert length is None or 1 <= length.assumed <= length.at_most, place


def test_a_length_that_is_given_is_an_argument_of_a_field_above() -> None:
    paths = {
        length.given_by
        for _, field in fields()
        if (length := field.extensions["strawberry-definition"].metadata.get(LENGTH)) and length.given_by
    }
    assert paths == {"first", "input.examples", "input.guaranteeIds"}
    for place, field in fields():
        limits_lists = get_named_type(field.type).name.endswith(("Connection", "ApplicationSuggestions"))
        assert limits_lists == ("first" in field.args), place


def test_no_list_is_called_as_those_of_the_introspection_are() -> None:
    assert not lists_of(graphql_schema) & LISTS_OF_TYPES


INTROSPECTIONS = [
    "{ a: __schema { types { name } } b: __schema { types { name } } }",
    '{ a: __type(name: "Query") { name } b: __type(name: "Query") { name } }',
    "{ ...A ...A b: __schema { types { name } } } fragment A on Query { viewer { role } __schema { types { name } } }",
    "{ __schema { types { fields { type { fields { name } } } } } }",
    "{ __schema { types { interfaces { possibleTypes { fields { name } } } } } }",
    '{ __type(name: "Query") { fields { args { type { inputFields { name } } } } } }',
]


@pytest.mark.parametrize("query", INTROSPECTIONS)
async def test_the_schema_is_told_once_and_not_multiplied_by_itself(api: Api, query: str) -> None:
    response = await api.post(query)
    assert response.status_code == 400
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {"OPERATION_TOO_LARGE"}


async def test_the_introspection_of_tools_is_answered(api: Api) -> None:
    query = get_introspection_query(specified_by_url=True, directive_is_repeatable=True, input_value_deprecation=True)
    built = build_client_schema(await api.data(query))
    assert print_schema(built) == print_schema(graphql_schema)
    both = '{ __schema { queryType { name } } __type(name: "Query") { name } }'
    assert (await api.data(both))["__type"] == {"name": "Query"}


@pytest.mark.parametrize("query", MULTIPLYING)
async def test_a_list_below_itself_is_refused(api: Api, query: str) -> None:
    response = await api.post(query, as_="surety")
    assert response.status_code == 400
    assert [error["extensions"]["code"] for error in response.json()["errors"]] == ["OPERATION_TOO_LARGE"]


async def test_different_lists_below_each_other_are_answered(api: Api) -> None:
    query = "{ contractors { edges { node { contracts { edges { node { guarantees { history { id } } } } } } } } }"
    assert (await api.data(query, as_="operator"))["contractors"]["edges"] != []


@pytest.mark.parametrize("type_", ["Nope", "[Nope]", "Contract!"])
async def test_variables_of_types_that_take_no_input_are_refused(api: Api, type_: str) -> None:
    query = f'query($x: {type_}) {{ obligees(first: "has invalid value") {{ edges {{ cursor }} }} }}'
    response = await api.post(query, x=1)
    assert response.status_code == 400
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}


async def test_dates_are_days_as_they_are_usually_written(api: Api) -> None:
    query = "query($on: Date) { obligees(filter: {on: $on}) { edges { cursor } } }"
    for malformed in ("2026-W45-1", "20261101", "2026-11-01T00:00:00"):
        assert (await api.post(query, on=malformed)).status_code == 400
