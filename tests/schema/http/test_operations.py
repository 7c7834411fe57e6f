"""Features of GraphQL: fragments, directives, aliases, __typename, introspection."""

import pytest
from graphql import build_client_schema, get_introspection_query, print_schema

from sample.sample_register import SampleRegister
from schema.build import schema
from tests.conftest import Api
from tests.support import api_calls

FRAGMENTS = """
query($detail: Boolean!) {
  guarantees { ...Page }
}
fragment Page on GuaranteeConnection { edges { ...Edge } }
fragment Edge on GuaranteeEdge { node { ... on Node { id ... on Contract { projectName } } ...Row } }
fragment Row on Guarantee {
  contract { projectName }
  contract @include(if: $detail) { contractor { name } }
  certificate @skip(if: $detail) { guarantee { number } }
  ... @include(if: $detail) { application { submissionBranch { code } } }
  ... { history { amount } history { amount } }
}
"""


async def test_fragments_and_directives(api: Api, sample: SampleRegister) -> None:
    advance, _ = await api_calls.issued(api, sample)
    short = (await api.data(FRAGMENTS, as_="surety", detail=False))["guarantees"]["edges"][1]["node"]
    common = {"id": advance["guarantee"]["id"], "history": [{"amount": 20_000_000}]}
    certificate = {"guarantee": {"number": advance["guarantee"]["number"]}}
    assert short == common | {"contract": {"projectName": "●●●●工事"}, "certificate": certificate}
    long = (await api.data(FRAGMENTS, as_="surety", detail=True))["guarantees"]["edges"][1]["node"]
    contract = {"projectName": "●●●●工事", "contractor": {"name": "○○建設 株式会社"}}
    assert long == common | {"contract": contract, "application": {"submissionBranch": {"code": "310"}}}


async def test_aliases_of_one_relation_with_different_selections(api: Api, sample: SampleRegister) -> None:
    await api_calls.apply(api, sample)
    query = """{ contracts { edges { node {
      a: guarantees { kind } b: guarantees { contract { obligee { name } } }
      c: obligee { title } d: obligee { acceptances { kind } } } } } }"""
    (edge,) = (await api.data(query, as_="contractor"))["contracts"]["edges"]
    assert edge["node"]["a"] == [{"kind": "ADVANCE_PAYMENT"}, {"kind": "PERFORMANCE"}]
    assert edge["node"]["b"] == [{"contract": {"obligee": {"name": "栃木県"}}}] * 2
    assert edge["node"]["c"] == {"title": "栃木県知事"}
    assert len(edge["node"]["d"]["acceptances"]) == 6


async def test_the_same_list_under_aliases_with_different_filters(api: Api, sample: SampleRegister) -> None:
    await api_calls.apply(api, sample)
    query = """{ advances: guarantees(filter: {kind: ADVANCE_PAYMENT}) { edges { node { kind } } }
      paid: guarantees(filter: {status: PAID}) { edges { node { kind } } } __typename }"""
    assert await api.data(query, as_="contractor") == {
        "advances": {"edges": [{"node": {"kind": "ADVANCE_PAYMENT"}}]},
        "paid": {"edges": []},
        "__typename": "Query",
    }


@pytest.mark.parametrize(("left_out", "count"), [(True, 0), (False, 2)])
async def test_a_list_can_be_left_out(api: Api, sample: SampleRegister, *, left_out: bool, count: int) -> None:
    await api_calls.apply(api, sample)
    query = "query($x: Boolean!) { guarantees @skip(if: $x) { edges { node { id } } } viewer { role } }"
    answer = await api.data(query, as_="contractor", x=left_out)
    assert len(answer.get("guarantees", {"edges": []})["edges"]) == count


async def test_variables_have_defaults(api: Api) -> None:
    query = """query($n: Int = 3, $f: ObligeeFilter = {search: "市"}) {
      obligees(first: $n, filter: $f) { edges { cursor } } }"""
    assert len((await api.data(query))["obligees"]["edges"]) == 3
    assert len((await api.data(query, n=1))["obligees"]["edges"]) == 1
    assert len((await api.data(query, n=None, f=None))["obligees"]["edges"]) == 12


async def test_introspection_tells_the_schema(api: Api) -> None:
    answer = await api.data(get_introspection_query())
    assert print_schema(build_client_schema(answer)) == print_schema(schema._schema)


async def test_introspection_of_one_type(api: Api) -> None:
    query = '{ __type(name: "Yen") { kind name description } __schema { queryType { name } mutationType { name } } }'
    answer = await api.data(query)
    assert answer["__type"]["kind"] == "SCALAR"
    assert answer["__schema"] == {"queryType": {"name": "Query"}, "mutationType": {"name": "Mutation"}}


async def test_the_schema_is_served(api: Api) -> None:
    response = await api.http.get("/schema.graphql")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert response.text == schema.as_str()
