"""applications: searched, and counted."""

from typing import Any

import pytest

from resolvers.lists import sorted_pages, text_search
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.access import joint_ventures
from tests.support.states import rival_branch

LIST = """query($f: ApplicationFilter, $n: Int, $a: String) { applications(filter: $f, first: $n, after: $a) {
  totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }"""
Found = tuple[list[str], int | None]


async def page(api: Api, *, as_: str = "surety", first: int = 20, after: str | None = None, **wanted: Any) -> Any:
    return (await api.data(LIST, as_=as_, f=wanted, n=first, a=after))["applications"]


async def found(api: Api, **wanted: Any) -> Found:
    answer = await page(api, **wanted)
    return [edge["node"]["id"] for edge in answer["edges"]], answer["totalCount"]


def each(*expected: str) -> Found:
    return list(expected), len(expected)


async def applied(api: Api, sample: SampleRegister, project: str, *guarantees: dict[str, Any], **more: Any) -> str:
    contract = api_calls.contract_input(sample, projectName=project, **more)
    return (await api_calls.apply(api, sample, contract=contract, guarantees=[*guarantees]))["id"]


@pytest.mark.parametrize(("near", "most"), [(500, 5_000), (0, 5_000), (0, 0)])
async def test_a_search_ignores_what_looks_the_same_however_it_is_done(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch, near: int, most: int
) -> None:
    monkeypatch.setattr(text_search, "NEAR", near)
    monkeypatch.setattr(text_search, "MOST_FOUND", most)
    venture = {"jointVentureName": "髙﨑・𠮷田ＪＶ", "jointVentureParties": joint_ventures.parties(sample)}
    road = await applied(api, sample, "鎌ヶ谷　道路－１号線", api_calls.advance_input())
    bridge = await applied(api, sample, "橋梁補修工事", api_calls.advance_input(), **venture)
    issued = (await api_calls.issued(api, sample, guarantees=[api_calls.performance_input()]))[0]["guarantee"]
    number = issued["number"]
    application = (await found(api, search=number))[0][0]
    cases = {
        number: each(application),
        number.lower(): each(application),
        number[2:9]: each(application),
        "鎌ケ谷道路-1": each(road),
        "高崎・吉田jv": each(bridge),
        "○○建設": each(application, bridge, road),
        "  ": each(application, bridge, road),
        "存在しない": each(),
        "99999-99999": each(),
    }
    for text, expected in cases.items():
        for as_ in ("surety", "contractor", "operator"):
            assert await found(api, as_=as_, search=text) == expected, (text, as_)
    assert await found(api, as_="member", search="補修") == each(bridge)
    assert await found(api, as_="member", search=number) == each()
    assert await found(api, search="建設", orderBy="LONGEST_WAITING") == each(road, bridge)
    assert await found(api, search=number, orderBy="LONGEST_WAITING") == each()
    await rival_branch(api)
    for text in cases:
        assert await found(api, as_="rival", search=text) == each()


async def test_kind_and_medium_are_of_one_guarantee(api: Api, sample: SampleRegister) -> None:
    both = await applied(api, sample, "一", api_calls.advance_input(), api_calls.performance_input(medium="PAPER"))
    one = await applied(api, sample, "二", api_calls.performance_input())
    assert await found(api, kind="PERFORMANCE") == each(one, both)
    assert await found(api, kind="ADVANCE_PAYMENT") == each(both)
    assert await found(api, isElectronic=True) == each(one, both)
    assert await found(api, isElectronic=False) == each(both)
    assert await found(api, kind="PERFORMANCE", isElectronic=True) == each(one)
    assert await found(api, kind="ADVANCE_PAYMENT", isElectronic=False) == each()
    assert await found(api, kind="PERFORMANCE", isElectronic=True, status="APPROVED") == each()
    assert await found(api, kind="PERFORMANCE", isElectronic=True, status="SUBMITTED") == each(one)


async def test_by_obligee(api: Api, sample: SampleRegister) -> None:
    one = (await api_calls.apply(api, sample))["id"]
    other = (await api_calls.apply(api, sample, obligee="富士市"))["id"]
    assert await found(api, obligeeId=ids.to_id("Obligee", sample.obligees["富士市"].id)) == each(other)
    assert await found(api, obligeeId=ids.to_id("Obligee", sample.obligees["栃木県"].id)) == each(one)
    assert await found(api, obligeeId=one) == each()


async def test_the_count_is_of_the_whole_list(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        await api_calls.apply(api, sample)
    await drafts.save(api, api_calls.application_input(sample))
    for wanted in ({}, {"orderBy": "LONGEST_WAITING"}):
        first = await page(api, first=2, **wanted)
        assert (first["totalCount"], len(first["edges"])) == (3, 2), wanted
        second = await page(api, first=2, after=first["pageInfo"]["endCursor"], **wanted)
        assert (second["totalCount"], len(second["edges"])) == (3, 1), wanted
    assert (await page(api, as_="contractor"))["totalCount"] == 3
    assert (await page(api, as_="contractor", status="DRAFT"))["totalCount"] == 1
    assert (await page(api, as_="contractor", status="DRAFT", search="●●"))["totalCount"] == 0
    monkeypatch.setattr(sorted_pages, "MOST_COUNTED", 2)
    assert (await page(api))["totalCount"] is None


async def test_a_search_text_is_limited(api: Api) -> None:
    for order in ("NEWEST", "LONGEST_WAITING"):
        answer = (await api.post(LIST, as_="surety", f={"search": "工" * 151, "orderBy": order})).json()
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_USER_INPUT"], order
