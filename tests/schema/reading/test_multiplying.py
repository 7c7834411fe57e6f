import pytest
from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType, get_named_type

from schema.build import graphql_schema
from schema.reading.operation_limits import LISTS
from tests.conftest import Api

FRAGMENTS = "fragment C on Contract { guarantees { contract { ...D } } } fragment D on Contract { guarantees { id } }"
MULTIPLYING = [
    "{ guarantees { edges { node { contract { guarantees { id } } } } } }",
    "{ contracts { edges { node { guarantees { application { guarantees { id } } } } } } }",
    "{ contractors { edges { node { contracts { edges { node { contractor { contracts { __typename } } } } } } } } }",
    f"{{ contracts {{ edges {{ node {{ ...C }} }} }} }} {FRAGMENTS}",
]


def test_every_list_is_known() -> None:
    lists: set[str] = set()
    for type_ in graphql_schema.type_map.values():
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
            for name, field in type_.fields.items():
                inner = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
                below = get_named_type(field.type)
                is_list = isinstance(inner, GraphQLList) and isinstance(below, GraphQLObjectType)
                if (is_list and not type_.name.endswith("Connection")) or below.name.endswith("Connection"):
                    lists.add(name)
    assert lists - {"problems"} == LISTS


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
