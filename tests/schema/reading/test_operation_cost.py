"""The exact cost of operations, by lists, fragments and variables; above the maximum they are not executed."""

from typing import Any

import orjson
import pytest
from graphql import parse, validate

from models.enums import Role
from sample.sample_register import SampleRegister
from schema.build import graphql_schema
from schema.compiled.execution import Executor
from schema.reading import operation_cost
from schema.reading.operation_cost import FIELD, INTROSPECTION, MAX_COST, MUTATION, QUERY, ROW
from schema.reading.parsed_documents import Operation
from tests.conftest import Api
from tests.support.error_responses import error_codes
from tests.support.refusals import table_contents

ENTRY = FIELD + ROW
"""An entry of a list of rows."""
PAGE = QUERY + FIELD
"""A page at the root, with its `edges`."""


def cost(query: str, **variables: Any) -> int:
    document = parse(query)
    assert validate(graphql_schema, document) == []
    return operation_cost.of(graphql_schema, document).of(variables)


EXACT: dict[str, tuple[str, int]] = {
    "fields": ("{ viewer { name role } }", QUERY + 2),
    "type names": ("{ __typename viewer { __typename } }", FIELD + QUERY + FIELD),
    "aliases": ("{ a: viewer { name } b: viewer { name } }", 2 * (QUERY + 1)),
    "a page of the usual size": ("{ obligees { edges { cursor } } }", PAGE + 20 * (ENTRY + 1)),
    "a page of 3": ("{ obligees(first: 3) { edges { node { name } } } }", PAGE + 3 * (ENTRY + 2)),
    "null is the usual size": ("{ obligees(first: null) { edges { cursor } } }", PAGE + 20 * (ENTRY + 1)),
    "what is no entry": ("{ obligees(first: 3) { pageInfo { endCursor } } }", QUERY + 2),
    "edges twice": ("{ obligees(first: 3) { edges { cursor } b: edges { cursor } } }", PAGE + 1 + 6 * (ENTRY + 1)),
    "a list of rows": (
        "{ obligees(first: 1) { edges { node { acceptances { kind } } } } }",
        PAGE + ENTRY + 1 + 1 + 6 * (ENTRY + 1),
    ),
    "a list of values": (
        "{ contracts(first: 1) { edges { node { jointVentureMembers } } } }",
        PAGE + ENTRY + 1 + 1 + 2 * FIELD,
    ),
    "a list below a list": (
        "{ contracts(first: 5) { edges { node { guarantees { history { id } } } } } }",
        PAGE + 5 * (ENTRY + 1 + 1 + 3 * (ENTRY + 1 + 2 * (ENTRY + 1))),
    ),
    "a page below a page": (
        "{ contractors(first: 4) { edges { node { contracts(first: 7) { edges { cursor } } } } } }",
        PAGE + 4 * (ENTRY + 1 + 1 + ROW + 1 + 7 * (ENTRY + 1)),
    ),
    "a row": ("{ guarantees(first: 1) { edges { node { contract { id } } } } }", PAGE + ENTRY + 1 + ENTRY + 1),
    "rows behind a value": (
        "{ obligees(first: 1) { edges { node { acceptsElectronic } } } }",
        PAGE + ENTRY + 1 + 1 + 6 * ROW,
    ),
    "part of a row": ("{ obligees(first: 1) { edges { node { limits { minimumPrice } } } } }", PAGE + ENTRY + 1 + 2),
    "what is skipped": ("{ viewer { name @skip(if: true) } }", QUERY + 1),
    "on a type": ('{ node(id: "x") { ... on Contract { projectName } ... on Obligee { name } id } }', QUERY + 3),
    "introspection": ("{ __schema { types { name } } viewer { name } }", INTROSPECTION + QUERY + 1),
    "a mutation": ('mutation { signIn(input: {email: "a", password: "b"}) { __typename } }', MUTATION + 1),
}


@pytest.mark.parametrize(("query", "expected"), EXACT.values(), ids=EXACT)
def test_the_cost_of(query: str, expected: int) -> None:
    assert cost(query) == expected


def pages(first: Any) -> int:
    return PAGE + first * (ENTRY + 1)


GIVEN: dict[str, tuple[str, dict[str, Any], int]] = {
    "given": ("$n: Int", {"n": 7}, 7),
    "left out": ("$n: Int", {}, 20),
    "null": ("$n: Int", {"n": None}, 20),
    "with a default": ("$n: Int = 5", {}, 5),
    "null in spite of a default": ("$n: Int = 5", {"n": None}, 20),
    "an integer with a point": ("$n: Int", {"n": 100.0}, 100),
    "below one": ("$n: Int", {"n": -5}, 1),
    "above the largest page": ("$n: Int", {"n": 10**9}, 100),
    "a text": ("$n: Int", {"n": "50"}, 20),
    "a truth value": ("$n: Int", {"n": True}, 20),
}


@pytest.mark.parametrize(("declared", "variables", "first"), GIVEN.values(), ids=GIVEN)
def test_a_page_whose_size_is_a_variable(declared: str, variables: dict[str, Any], first: int) -> None:
    assert cost(f"query({declared}) {{ obligees(first: $n) {{ edges {{ cursor }} }} }}", **variables) == pages(first)


def test_variables_of_pages_below_each_other_multiply() -> None:
    query = "query($a: Int!, $b: Int!) { contractors(first: $a) { edges { node { contracts(first: $b) { ...C } } } } }"
    query += " fragment C on ContractConnection { edges { ...E } } fragment E on ContractEdge { cursor }"
    assert cost(query, a=4, b=7) == PAGE + 4 * (ENTRY + 1 + 1 + ROW + 1 + 7 * (ENTRY + 1))
    assert cost(query, a=1, b=1) == PAGE + ENTRY + 1 + 1 + ROW + 1 + ENTRY + 1


def test_a_fragment_is_as_long_as_the_page_that_it_stands_in() -> None:
    fragment = "fragment O on ObligeeConnection { edges { cursor } }"
    query = f"query($n: Int) {{ a: obligees(first: $n) {{ ...O }} b: obligees(first: 2) {{ ...O }} }} {fragment}"
    assert cost(query, n=9) == pages(9) + pages(2)


RESULTS = "{ ... on GuaranteesTried { results { guaranteeId result { __typename } } } }"
IDS = {
    "mutation($i: IssueGuaranteesInput!) { issueGuarantees(input: $i) R }": {"i": {"guaranteeIds": ["a", "b", "c"]}},
    "mutation($i: [ID!]!) { issueGuarantees(input: {guaranteeIds: $i}) R }": {"i": ["a", "b", "c"]},
    'mutation { issueGuarantees(input: {guaranteeIds: ["a", "b", "c"]}) R }': {},
    'mutation($i: ID!) { issueGuarantees(input: {guaranteeIds: [$i, "b", "c"]}) R }': {"i": "a"},
}


@pytest.mark.parametrize(("query", "variables"), IDS.items())
def test_results_are_as_many_as_ids(query: str, variables: dict[str, Any]) -> None:
    each = ENTRY + 3
    assert cost(query.replace("R", RESULTS), **variables) == MUTATION + 1 + 3 * each


@pytest.mark.parametrize("value", [None, {}, {"guaranteeIds": None}, "x", {"guaranteeIds": "a"}])
def test_without_ids_there_are_as_many_as_there_may_be(value: Any) -> None:
    query = f"mutation($i: IssueGuaranteesInput!) {{ issueGuarantees(input: $i) {RESULTS} }}"
    assert cost(query, i=value) == MUTATION + 1 + 500 * (ENTRY + 3)


def test_fragments_are_walked_once() -> None:
    spreads = " ".join(f"fragment F{n} on Query {{ a{n}: __typename ...F{n + 1} ...F{n + 1} }}" for n in range(300))
    document = parse(f"{{ ...F0 }} {spreads} fragment F300 on Query {{ __typename }}")
    assert operation_cost.of(graphql_schema, document).of({}) == 2**301 - 1


ALL = """
query All($n: Int) { guarantees(first: $n) { edges { cursor node {
  id kind medium status number amount expiryDate issuedAt
  contract { projectName contractPrice contractDate periodFrom periodTo
    contractor { name address } obligee { name title } }
  certificate { guaranteeNumber principalName obligeeTitle amount projectName expiryDate }
  handover { status channel sentAt viewedAt events { at kind channel role by } }
} } pageInfo { hasNextPage endCursor } } }
"""


def test_what_ordinary_clients_ask_for_costs_less_than_half_of_what_it_may() -> None:
    assert cost(ALL, n=100) < MAX_COST / 2


DEAR = "{ obligees(first: 100) { edges { node { name acceptances { kind contractType from note } } } } }"
LARGE = {
    "aliases": ("{ " + " ".join(f"a{n}: {DEAR[2:-2]}" for n in range(15)) + " }", {}),
    "pages below pages": (
        "query($n: Int) { contractors(first: 100) { edges { node { contracts(first: $n) { edges { cursor } } } } } }",
        {"n": 100},
    ),
}


@pytest.mark.parametrize(("query", "variables"), LARGE.values(), ids=LARGE)
async def test_what_costs_too_much_is_not_run(api: Api, query: str, variables: dict[str, Any]) -> None:
    await api.token("operator")
    before = await table_contents()
    response = await api.post(query, as_="operator", **variables)
    assert (response.status_code, error_codes(response)) == (400, ["OPERATION_TOO_LARGE"])
    body = response.json()
    assert body.keys() == {"errors"}
    expected = {"code": "OPERATION_TOO_LARGE", "cost": cost(query, **variables), "maximum": MAX_COST}
    assert body["errors"][0]["extensions"] == expected
    assert await table_contents() == before


async def test_the_same_document_is_answered_with_smaller_pages(api: Api) -> None:
    query, large = LARGE["pages below pages"]
    for variables in ({"n": 2}, large, {"n": 2}):
        response = await api.post(query, as_="operator", **variables)
        assert response.status_code == (400 if variables is large else 200)


OF_HISTORY = " ".join(f"a{n}: guarantee {{ number amount status medium kind expiryDate }}" for n in range(15))


async def test_compiled_operations_are_held_to_it_by_each_request(api: Api, sample: SampleRegister) -> None:
    query = f"query($n: Int) {{ guarantees(first: $n) {{ edges {{ node {{ history {{ {OF_HISTORY} }} }} }} }} }}"
    assert Executor().prepared(Operation(query, {}, None), sample.viewers[Role.SURETY]).compiled
    assert cost(query, n=100) > MAX_COST > cost(query, n=5)
    statuses = [(await api.post(query, as_="surety", n=n)).status_code for n in (5, 100, 5)]
    assert statuses == [200, 400, 200]


@pytest.mark.parametrize("query", ["{ obligees(first: 2) { edges { cursor } } }", "{ viewer { name } __typename }"])
async def test_every_answer_tells_its_cost_on_both_paths(api: Api, query: str) -> None:
    response = await api.post(query, as_="surety")
    assert orjson.loads(response.content)["extensions"] == {"cost": {"requested": cost(query), "maximum": MAX_COST}}
    assert list(response.json()) == ["data", "extensions"]


async def test_answers_with_errors_tell_it_too(api: Api) -> None:
    response = await api.post("{ viewer { name } certificatesCsv { url } }")
    assert list(response.json()) == ["data", "errors", "extensions"]


@pytest.mark.parametrize("query", ["{ nothing }", "{ viewer {"])
async def test_what_is_not_valid_has_no_cost(api: Api, query: str) -> None:
    assert (await api.post(query)).json().keys() == {"errors"}
