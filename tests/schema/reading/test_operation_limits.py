import pytest
from graphql import GraphQLInputObjectType, GraphQLInputType, get_named_type, parse

from schema.build import graphql_schema
from schema.reading import operation_limits
from schema.reading.operation_limits import KEY_FIELDS
from tests.conftest import Api

LOOK_UP = 'certificate(guaranteeNumber: "31073-00001M", authKey: "Z28YUE4J3Bux") { id }'
SEVERAL = [
    f"{{ a: {LOOK_UP} b: {LOOK_UP} }}",
    f"{{ a: {LOOK_UP} ...Q }} fragment Q on Query {{ b: {LOOK_UP} }}",
    f"{{ {LOOK_UP} ...R }} fragment R on Query {{ ...S }} fragment S on Query {{ {LOOK_UP} }}",
    f"{{ ... {{ a: {LOOK_UP} }} ... on Query {{ b: {LOOK_UP} }} }}",
    f"{{ {LOOK_UP} {LOOK_UP} }}",
]
MUTATIONS = sorted(KEY_FIELDS - {"certificate"})


def takes_a_key(type_: GraphQLInputType) -> bool:
    named = get_named_type(type_)
    if isinstance(named, GraphQLInputObjectType):
        return any(takes_a_key(field.type) for field in named.fields.values())
    return named.name == "AuthKey"


def told(text: str) -> list[str]:
    return [error.message for error in operation_limits.check(graphql_schema, parse(text))]


def test_every_field_that_takes_a_key_is_counted() -> None:
    roots = filter(None, (graphql_schema.query_type, graphql_schema.mutation_type))
    fields = {name: field for root in roots for name, field in root.fields.items()}
    taking = {name for name, field in fields.items() if any(takes_a_key(each.type) for each in field.args.values())}
    assert "certificate" in taking
    assert taking <= KEY_FIELDS


@pytest.mark.parametrize("query", SEVERAL)
async def test_two_keys_in_one_operation_are_refused(api: Api, query: str) -> None:
    response = await api.post(query, as_="obligee")
    assert response.status_code == 400
    assert [error["extensions"]["code"] for error in response.json()["errors"]] == ["OPERATION_TOO_LARGE"]


@pytest.mark.parametrize("name", MUTATIONS)
@pytest.mark.parametrize("other", MUTATIONS)
def test_mutations_that_take_keys_count_together(name: str, other: str) -> None:
    assert told(f"mutation {{ {name} {{ __typename }} }}") == []
    fragment = f"fragment M on Mutation {{ b: {other} {{ __typename }} }}"
    (message,) = told(f"mutation {{ a: {name} {{ __typename }} ...M }} {fragment}")
    assert "認証キー" in message
    assert told(f"mutation {{ a: {name} {{ __typename }} b: {other} {{ __typename }} }}") == [message]


def test_certificates_of_what_is_read_anyway_are_not_counted() -> None:
    assert told("{ a: guarantees { edges { node { certificate { id } } } } b: node(id: 1) { ...G } }") == []
    assert told("mutation { acceptCertificate { certificate { id } } }") == []
