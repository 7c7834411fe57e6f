"""Variables: defaults apply; a missing or wrongly typed value gets an error, also in the simplest operation."""

import json
from typing import Any

import pytest

from tests.conftest import Api
from tests.support.error_responses import error_codes, send

REQUIRED = "query($n: Int!) { obligees(first: $n) { edges { cursor } } }"
OPTIONAL = "query($n: Int) { obligees(first: $n) { edges { cursor } } }"
DEFAULT = "query($n: Int = 3) { obligees(first: $n) { edges { cursor } } }"
AFTER = "query($a: String!) { obligees(after: $a) { edges { cursor } } }"


async def told(api: Api, query: str, variables: dict[str, Any]) -> list[str]:
    return error_codes(await send(api, json.dumps({"query": query, "variables": variables}).encode()))


@pytest.mark.parametrize("variables", [{}, {"n": None}, {"N": 1}], ids=str)
async def test_a_required_variable_is_required(api: Api, variables: dict[str, Any]) -> None:
    assert await told(api, REQUIRED, variables) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("value", ["1", 1.5, True, [1], {"n": 1}, 2**31, "", 1e300], ids=str)
async def test_a_variable_of_another_type_is_told(api: Api, value: Any) -> None:
    for query in (REQUIRED, OPTIONAL, DEFAULT):
        codes = await told(api, query, {"n": value})
        assert codes in (["GRAPHQL_VALIDATION_FAILED"], ["BAD_USER_INPUT"]), query


@pytest.mark.parametrize("value", [None, 1, True, ["x"], {"a": 1}], ids=str)
async def test_a_cursor_is_a_string(api: Api, value: Any) -> None:
    assert await told(api, AFTER, {"a": value}) in (["GRAPHQL_VALIDATION_FAILED"], ["BAD_USER_INPUT"])


@pytest.mark.parametrize(
    ("query", "variables", "count"),
    [
        (OPTIONAL, {}, 12),
        (OPTIONAL, {"n": None}, 12),
        (OPTIONAL, {"n": 2}, 2),
        (OPTIONAL, {"n": 2.0}, 2),
        (DEFAULT, {}, 3),
        (DEFAULT, {"n": 2}, 2),
        (DEFAULT, {"n": None}, 12),
        (REQUIRED, {"n": 1, "unknown": object.__name__}, 1),
    ],
    ids=str,
)
async def test_variables_and_their_defaults(api: Api, query: str, variables: dict[str, Any], count: int) -> None:
    assert len((await api.data(query, **variables))["obligees"]["edges"]) == count


async def test_directives_take_variables(api: Api) -> None:
    query = "query($x: Boolean = false) { sureties { name @include(if: $x) address @skip(if: $x) } }"
    cases: list[tuple[dict[str, Any], str]] = [({}, "address"), ({"x": True}, "name"), ({"x": False}, "address")]
    for variables, field in cases:
        (surety,) = (await api.data(query, **variables))["sureties"]
        assert list(surety) == [field]
