"""Pages: stable cursors, and errors for wrong arguments."""

from typing import Any

import pytest

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls

PAGE_INFO = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
OBLIGEES = f"""query($n: Int, $a: String) {{ obligees(first: $n, after: $a) {{
  edges {{ cursor node {{ name }} }} {PAGE_INFO} }} }}"""
CONTRACTS = f"""query($n: Int, $a: String) {{ contracts(first: $n, after: $a) {{
  edges {{ cursor node {{ projectName }} }} {PAGE_INFO} }} }}"""
LISTS = ("contractors", "contracts", "obligees", "applications", "guarantees")


async def contract(api: Api, sample: SampleRegister, name: str) -> None:
    await api_calls.apply(api, sample, contract=api_calls.contract_input(sample, projectName=name))


def names(page: dict[str, Any]) -> list[str]:
    return [next(iter(edge["node"].values())) for edge in page["edges"]]


async def page(api: Api, query: str, *, first: int | None = None, after: str | None = None) -> dict[str, Any]:
    (found,) = (await api.data(query, as_="surety", n=first, a=after)).values()
    return found


async def test_pages_follow_each_other_to_the_end(api: Api) -> None:
    seen: list[str] = []
    after, pages = None, []
    while not pages or pages[-1]["hasNextPage"]:
        found = await page(api, OBLIGEES, first=4, after=after)
        assert found["pageInfo"]["startCursor"] == found["edges"][0]["cursor"]
        assert found["pageInfo"]["endCursor"] == found["edges"][-1]["cursor"]
        after = found["pageInfo"]["endCursor"]
        pages.append(found["pageInfo"])
        seen += names(found)
    assert [(info["hasPreviousPage"], info["hasNextPage"]) for info in pages] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert seen == names(await page(api, OBLIGEES, first=100))
    assert len(seen) == 12


async def test_a_page_that_ends_with_the_list_says_so(api: Api) -> None:
    assert (await page(api, OBLIGEES, first=12))["pageInfo"]["hasNextPage"] is False
    assert (await page(api, OBLIGEES, first=11))["pageInfo"]["hasNextPage"] is True


async def test_behind_the_last_row_there_is_an_empty_page(api: Api) -> None:
    last = (await page(api, OBLIGEES, first=100))["pageInfo"]["endCursor"]
    empty = {"hasNextPage": False, "hasPreviousPage": True, "startCursor": None, "endCursor": None}
    assert await page(api, OBLIGEES, after=last) == {"edges": [], "pageInfo": empty}


async def test_rows_that_come_in_between_move_nothing(api: Api, sample: SampleRegister) -> None:
    for name in ("A", "B", "C", "D"):
        await contract(api, sample, name)
    first = await page(api, CONTRACTS, first=2)
    assert names(first) == ["D", "C"]
    await contract(api, sample, "E")
    second = await page(api, CONTRACTS, first=2, after=first["pageInfo"]["endCursor"])
    assert (names(second), second["pageInfo"]["hasNextPage"]) == (["B", "A"], False)
    assert names(await page(api, CONTRACTS, first=1)) == ["E"]


async def test_twenty_rows_unless_told_otherwise(api: Api, sample: SampleRegister) -> None:
    for index in range(21):
        await contract(api, sample, f"{index}")
    for first in (None, 20):
        assert names(await page(api, CONTRACTS, first=first)) == [str(index) for index in range(20, 0, -1)]
    assert len(names(await page(api, CONTRACTS, first=100))) == 21


async def refusals(api: Api, list_: str, arguments: str) -> list[tuple[str, str]]:
    response = await api.post(f"{{ {list_}({arguments}) {{ edges {{ cursor }} }} }}", as_="operator")
    assert response.status_code < 500
    assert "data" not in response.json() or response.json()["data"] is None
    return [(error["extensions"]["code"], error["message"]) for error in response.json()["errors"]]


@pytest.mark.parametrize("list_", LISTS)
@pytest.mark.parametrize("first", [0, 101, -1, 2**31 - 1])
async def test_first_is_1_to_100(api: Api, list_: str, first: int) -> None:
    message = "first は1から100までの整数で指定してください。"
    assert await refusals(api, list_, f"first: {first}") == [("BAD_USER_INPUT", message)]


@pytest.mark.parametrize("list_", LISTS)
@pytest.mark.parametrize("cursor", ["", "x", "あ", "MQ", "AAAA" * 6, "=", "AZ8=", "\\u0000", "A" * 21 + "=", "A" * 23])
async def test_only_cursors_are_cursors(api: Api, list_: str, cursor: str) -> None:
    message = "after には、前のページの cursor をそのまま指定してください。"
    assert await refusals(api, list_, f'after: "{cursor}"') == [("BAD_USER_INPUT", message)]


@pytest.mark.parametrize("list_", LISTS)
async def test_100_rows_and_an_unknown_cursor_are_in_order(api: Api, list_: str) -> None:
    query = f'{{ {list_}(first: 100, after: "{"A" * 22}") {{ edges {{ cursor }} pageInfo {{ hasPreviousPage }} }} }}'
    assert (await api.data(query, as_="surety"))[list_]["pageInfo"] == {"hasPreviousPage": True}


NESTED = """
query($n: Int!, $a: String) { contractors { edges { node {
  contracts(first: $n, after: $a) { edges { cursor node { projectName } } pageInfo { hasNextPage hasPreviousPage } }
  two: contracts(first: 2) { edges { node { contractDate } } }
  again: contracts(first: 2) { edges { node { projectName guarantees { kind } } } }
  all: contracts { edges { node { projectName } } pageInfo { endCursor } }
} } } }
"""


async def nested(api: Api, first: int, after: str | None = None) -> dict[str, Any]:
    (edge,) = (await api.data(NESTED, as_="surety", n=first, a=after))["contractors"]["edges"]
    return edge["node"]


async def test_nested_pages_with_arguments_of_their_own(api: Api, sample: SampleRegister) -> None:
    for name in ("A", "B", "C"):
        await contract(api, sample, name)
    contractor = await nested(api, 1)
    assert names(contractor["contracts"]) == ["C"]
    assert contractor["contracts"]["pageInfo"] == {"hasNextPage": True, "hasPreviousPage": False}
    assert names(contractor["two"]) == ["2026-11-01"] * 2
    assert names(contractor["again"]) == ["C", "B"]
    assert [guarantee["kind"] for guarantee in contractor["again"]["edges"][0]["node"]["guarantees"]] == [
        "ADVANCE_PAYMENT",
        "PERFORMANCE",
    ]
    assert names(contractor["all"]) == ["C", "B", "A"]
    following = (await nested(api, 2, contractor["contracts"]["edges"][0]["cursor"]))["contracts"]
    assert names(following) == ["B", "A"]
    assert following["pageInfo"] == {"hasNextPage": False, "hasPreviousPage": True}


async def test_nested_arguments_are_checked_too(api: Api, sample: SampleRegister) -> None:
    await contract(api, sample, "A")
    for arguments in ("first: 0", "first: 101", 'after: "x"'):
        query = f"{{ contractors {{ edges {{ node {{ contracts({arguments}) {{ edges {{ cursor }} }} }} }} }} }}"
        response = await api.post(query, as_="surety")
        assert [error["extensions"]["code"] for error in response.json()["errors"]] == ["BAD_USER_INPUT"]
