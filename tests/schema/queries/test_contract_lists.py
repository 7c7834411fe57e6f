"""contracts: searched, sorted and counted."""

from typing import Any

import pytest

from resolvers.lists import sorted_pages, text_search
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.access import joint_ventures
from tests.support.states import rival_branch

LIST = """query($f: ContractFilter, $n: Int, $a: String) { contracts(filter: $f, first: $n, after: $a) {
  totalCount edges { cursor node { projectName } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
FACTS = {
    "鎌ヶ谷道路－１号線": (900_000_000, "2026-10-01"),
    "橋梁補修工事": (60_000_000, "2026-11-01"),
    "清掃業務": (60_000_000, "2026-10-31"),
    "髙﨑𠮷田邸": (80_000_000, "2026-10-31"),
}


@pytest.fixture
async def contracts(api: Api, sample: SampleRegister) -> None:
    """Four contracts in this order; the second is of a joint venture, the third for services."""
    for place, (project, (price, date)) in enumerate(FACTS.items()):
        venture: dict[str, Any] = {
            "jointVentureName": "白川・黒川ＪＶ",
            "jointVentureParties": joint_ventures.parties(sample),
        }
        changes = {1: venture, 2: {"contractType": "SERVICES"}}.get(place, {})
        contract = api_calls.contract_input(
            sample, projectName=project, contractPrice=price, contractDate=date, **changes
        )
        asked = [api_calls.performance_input(amount=price // 10, medium="PAPER")]
        await api_calls.apply(api, sample, contract=contract, guarantees=asked)


async def page(api: Api, *, as_: str = "surety", first: int = 20, after: str | None = None, **wanted: Any) -> Any:
    return (await api.data(LIST, as_=as_, f=wanted, n=first, a=after))["contracts"]


async def listed(api: Api, *, as_: str = "surety", **wanted: Any) -> list[str]:
    return [edge["node"]["projectName"] for edge in (await page(api, as_=as_, **wanted))["edges"]]


async def walked(api: Api, *, first: int, **wanted: Any) -> list[str]:
    """All of them, page by page."""
    found: list[str] = []
    after, has_next = None, True
    while has_next:
        part = await page(api, first=first, after=after, **wanted)
        assert part["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert part["pageInfo"]["startCursor"] == part["edges"][0]["cursor"]
        found += [edge["node"]["projectName"] for edge in part["edges"]]
        after, has_next = part["pageInfo"]["endCursor"], part["pageInfo"]["hasNextPage"]
    return found


@pytest.mark.parametrize(("near", "most"), [(500, 5_000), (0, 5_000), (0, 0)])
async def test_a_search_ignores_what_looks_the_same_however_it_is_done(
    api: Api, contracts: None, monkeypatch: pytest.MonkeyPatch, near: int, most: int
) -> None:
    monkeypatch.setattr(text_search, "NEAR", near)
    monkeypatch.setattr(text_search, "MOST_FOUND", most)
    road, bridge, cleaning, villa = FACTS
    cases = {
        "鎌ケ谷 道路-1": [road],
        "補修": [bridge],
        "黒川jv": [bridge],
        "○○建設": [villa, cleaning, bridge, road],
        "高崎吉田": [villa],
        "": [villa, cleaning, bridge, road],
        "存在しない": [],
        "%": [],
    }
    for text, expected in cases.items():
        for as_ in ("surety", "contractor", "operator"):
            assert await listed(api, as_=as_, search=text) == expected, (text, as_)
        assert (await page(api, search=text))["totalCount"] == len(expected), text
        assert await listed(api, search=text, contractType="SERVICES") == [n for n in expected if n == cleaning], text
    assert await listed(api, search="建設", projectName="業務") == [cleaning]


@pytest.mark.parametrize(
    ("order", "expected"), [("NEWEST", [3, 2, 1, 0]), ("CONTRACT_DATE", [1, 3, 2, 0]), ("PRICE", [0, 3, 2, 1])]
)
async def test_an_order_and_its_pages(api: Api, contracts: None, order: str, expected: list[int]) -> None:
    wanted = [list(FACTS)[index] for index in expected]
    assert await listed(api, orderBy=order) == wanted
    for first in (1, 2, 3, 4):
        assert await walked(api, orderBy=order, first=first) == wanted, first
    assert await walked(api, orderBy=order, first=1, search="工事") == ["橋梁補修工事"]


async def test_a_cursor_of_another_order_is_refused(api: Api, contracts: None) -> None:
    newest = (await page(api))["pageInfo"]["endCursor"]
    sorted_ = (await page(api, orderBy="PRICE"))["pageInfo"]["endCursor"]
    for after, order in ((newest, "PRICE"), (sorted_, "NEWEST"), ("", "CONTRACT_DATE"), ("x", "PRICE")):
        answer = await api.post(LIST, as_="surety", a=after, f={"orderBy": order})
        assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["BAD_USER_INPUT"], (after, order)


async def test_the_count_is_of_what_the_viewer_may_see(
    api: Api, contracts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rival_branch(api)
    counted = {
        name: (await page(api, as_=name))["totalCount"] for name in ("surety", "contractor", "member", "operator")
    }
    assert counted == {"surety": 4, "contractor": 4, "member": 1, "operator": 4}
    for name in ("rival", "obligee", "system"):
        assert (await page(api, as_=name))["totalCount"] == 0
    monkeypatch.setattr(sorted_pages, "MOST_COUNTED", 3)
    assert (await page(api))["totalCount"] is None
    assert (await page(api, orderBy="PRICE", contractType="SERVICES"))["totalCount"] == 1


async def test_contractors_are_counted(api: Api, contracts: None) -> None:
    query = "query($s: String) { contractors(search: $s, first: 1) { totalCount edges { node { name } } } }"
    for text, count in ((None, 1), ("建設", 1), ("橋梁", 0)):
        assert (await api.data(query, as_="surety", s=text))["contractors"]["totalCount"] == count, text
    assert (await api.data(query, as_="operator", s="建設"))["contractors"]["totalCount"] == 2


async def test_contracts_of_a_contractor_are_not_counted(api: Api, contracts: None) -> None:
    contracts_ = "contracts(first: 1) { totalCount edges { node { projectName } } }"
    query = f"{{ contractors(first: 1) {{ edges {{ node {{ {contracts_} }} }} }} }}"
    (edge,) = (await api.data(query, as_="surety"))["contractors"]["edges"]
    assert edge["node"]["contracts"] == {"totalCount": None, "edges": [{"node": {"projectName": "髙﨑𠮷田邸"}}]}


async def test_an_unknown_contractor_has_none(api: Api, contracts: None) -> None:
    for id_ in (ids.to_id("Contractor", ids.UNKNOWN), "x"):
        assert (await page(api, contractorId=id_))["totalCount"] == 0


async def test_contracts_need_a_session(api: Api) -> None:
    answer = (await api.post(LIST)).json()
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["UNAUTHENTICATED"]
