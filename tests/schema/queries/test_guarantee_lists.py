"""guarantees: searched, sorted and counted."""

import datetime
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import models
from models.enums import Role
from models.numbering import JAPAN
from resolvers.guarantees import list_guarantees
from resolvers.guarantees.list_guarantees import GuaranteeFilter
from resolvers.lists import sorted_pages, text_search
from resolvers.loading import Reader
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, handovers
from tests.support.states import rival_branch

DAY = datetime.timedelta(days=1)
ALL: dict[str, Any] = {"first": 20, "after": None, "include": {}, "wanted": GuaranteeFilter(is_in_force=True)}
LIST = """query($f: GuaranteeFilter, $n: Int, $a: String) { guarantees(filter: $f, first: $n, after: $a) {
  edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
COUNT = "query($f: GuaranteeFilter) { guarantees(filter: $f, first: 1) { totalCount edges { node { id } } } }"


async def page(api: Api, *, first: int = 20, after: str | None = None, as_: str = "surety", **wanted: Any) -> Any:
    return (await api.data(LIST, as_=as_, f=wanted, n=first, a=after))["guarantees"]


def refused(answer: httpx.Response) -> list[str]:
    """The codes of errors of a response without data."""
    body = answer.json()
    assert body["data"] is None
    return [error["extensions"]["code"] for error in body["errors"]]


async def listed(api: Api, **wanted: Any) -> list[str]:
    return [edge["node"]["id"] for edge in (await page(api, **wanted))["edges"]]


async def walked(api: Api, *, first: int, **wanted: Any) -> list[str]:
    """All of them, page by page."""
    found: list[str] = []
    after, has_next = None, True
    while has_next:
        part = await page(api, first=first, after=after, **wanted)
        assert part["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert part["pageInfo"]["startCursor"] == (part["edges"][0]["cursor"] if part["edges"] else None)
        found += [edge["node"]["id"] for edge in part["edges"]]
        after, has_next = part["pageInfo"]["endCursor"], part["pageInfo"]["hasNextPage"]
    return found


async def applied(api: Api, sample: SampleRegister, name: str = "●●●●工事", **changes: Any) -> str:
    """One guarantee that waits for its review; the changes are those of the contract."""
    contract = api_calls.contract_input(sample, projectName=name, **changes)
    made = await api_calls.apply(api, sample, contract=contract, guarantees=[api_calls.advance_input()])
    return made["guarantees"][0]["id"]


async def test_a_search_ignores_what_looks_the_same(api: Api, sample: SampleRegister) -> None:
    venture = {"jointVentureName": "髙﨑・𠮷田ＪＶ", "jointVentureMembers": ["○○建設 株式会社", "𠮷田組"]}
    road = await applied(api, sample, "鎌ヶ谷　道路−１号線")
    bridge = await applied(api, sample, "橋梁補修工事", **venture)
    cases = {
        "鎌ケ谷道路-1": [road],
        "ﾄﾞｳﾛ": [],
        "高崎・吉田jv": [bridge],
        "補修": [bridge],
        "○○建設": [bridge, road],
        "(株)": [],
        "　": [bridge, road],
        "存在しない": [],
    }
    for text, expected in cases.items():
        assert await listed(api, search=text) == expected, text
        assert await listed(api, search=text, kind="PERFORMANCE") == [], text


async def test_a_search_finds_numbers_and_what_the_obligee_calls_the_contract(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    filed = await handovers.upload(api, await handovers.notice(api), contractReference="令８－髙第０１２号")
    assert filed["__typename"] == "NoticeFiled"
    await applied(api, sample)
    number, mine = guarantee["number"], [guarantee["id"]]
    cases = ({"search": number}, {"search": number[2:7]}, {"search": "令8-高第012号"}, {"contractReference": "高第"})
    for wanted in cases:
        assert await listed(api, **wanted) == mine, wanted
        assert await listed(api, as_="contractor", **wanted) == mine, wanted
    assert await listed(api, contractReference="第013号") == []
    assert len(await listed(api, contractReference=" ")) > 1
    await rival_branch(api)
    for wanted in cases:
        assert await listed(api, as_="rival", **wanted) == [], wanted


async def test_a_search_text_is_limited(api: Api) -> None:
    for name in ("search", "contractReference"):
        answer = await api.post(LIST, as_="surety", f={name: "工" * 151})
        assert refused(answer) == ["BAD_USER_INPUT"], name


async def test_electronic_and_in_force(api: Api, sample: SampleRegister, reader: Callable[..., Reader]) -> None:
    advance, _ = (each["guarantee"]["id"] for each in await api_calls.issued(api, sample))
    paper = [api_calls.performance_input(medium="PAPER")]
    on_paper = (await api_calls.issued(api, sample, guarantees=paper))[0]["guarantee"]["id"]
    waiting = await applied(api, sample)
    ended = (await api_calls.issued(api, sample, guarantees=[api_calls.performance_input()]))[0]["guarantee"]["id"]
    await models.Guarantee.filter(id=ids.key_of(ended, "Guarantee")).update(status="CANCELLED")
    kind = {"kind": "PERFORMANCE"}
    assert await listed(api, isElectronic=False) == [on_paper]
    assert on_paper not in await listed(api, isElectronic=True)
    assert await listed(api, isInForce=False) == [ended, waiting]
    assert on_paper in await listed(api, isInForce=True)
    assert await listed(api, isInForce=True, isElectronic=False, **kind) == [on_paper]
    last = (await models.Guarantee.get(id=ids.key_of(advance, "Guarantee"))).expiry_date
    assert last is not None
    in_force = await list_guarantees.page(
        reader=reader(Role.OPERATOR, at=datetime.datetime.combine(last, datetime.time(23, 59), JAPAN)), **ALL
    )
    late = await list_guarantees.page(
        reader=reader(Role.OPERATOR, at=datetime.datetime.combine(last, datetime.time(23, 59), JAPAN) + DAY), **ALL
    )
    assert ids.key_of(advance, "Guarantee") in {row.id for row in in_force.rows}
    assert late.rows == []
    claimed = ids.key_of(advance, "Guarantee")
    await models.Guarantee.filter(id=claimed).update(status="CLAIMED")
    late = await list_guarantees.page(
        reader=reader(Role.OPERATOR, at=datetime.datetime.combine(last, datetime.time(23, 59), JAPAN) + DAY), **ALL
    )
    assert [row.id for row in late.rows] == [claimed]


async def test_days_of_expiry_and_branches(api: Api, sample: SampleRegister) -> None:
    one = (await api_calls.issued(api, sample, guarantees=[api_calls.advance_input()]))[0]["guarantee"]["id"]
    waiting = await applied(api, sample)
    day = str((await models.Guarantee.get(id=ids.key_of(one, "Guarantee"))).expiry_date)
    branch = ids.to_id("Branch", sample.branch.id)
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"expiresFrom": day, "expiresTo": day}, [one]),
        ({"expiresFrom": "2099-01-01"}, []),
        ({"expiresTo": "2026-11-20"}, []),
        ({"branchId": branch}, [waiting, one]),
        ({"branchId": ids.to_id("Branch", ids.UNKNOWN)}, []),
        ({"branchId": one}, []),
    ]
    for wanted, expected in cases:
        assert await listed(api, **wanted) == expected, wanted


@pytest.mark.parametrize(
    ("order", "expected"),
    [("NEWEST", [5, 4, 3, 2, 1, 0]), ("EXPIRY", [1, 3, 0, 2, 4, 5]), ("AMOUNT", [3, 0, 4, 2, 1, 5])],
)
async def test_an_order_and_its_pages(api: Api, sample: SampleRegister, order: str, expected: list[int]) -> None:
    facts = [(400, 8), (200, 2), (400, 2), (200, 9), (None, 3), (None, 1)]
    found: list[str] = []
    for day, amount in facts:
        found.append(await applied(api, sample))
        expiry = None if day is None else datetime.date(2027, 1, 1) + datetime.timedelta(days=day)
        row = models.Guarantee.filter(id=ids.key_of(found[-1], "Guarantee"))
        await row.update(expiry_date=expiry, amount=amount * 1_000_000)
    wanted = [found[index] for index in expected]
    assert await listed(api, orderBy=order) == wanted
    for first in (1, 2, 3, 4, 5, 6):
        assert await walked(api, orderBy=order, first=first) == wanted, first


async def test_a_cursor_stays_valid_when_its_row_changes(api: Api, sample: SampleRegister) -> None:
    found = [await applied(api, sample) for _ in range(3)]
    for index, id_ in enumerate(found):
        await models.Guarantee.filter(id=ids.key_of(id_, "Guarantee")).update(amount=(index + 1) * 1_000_000)
    one = await page(api, first=1, orderBy="AMOUNT")
    await models.Guarantee.filter(id=ids.key_of(found[2], "Guarantee")).update(amount=500_000)
    two = await page(api, first=5, after=one["pageInfo"]["endCursor"], orderBy="AMOUNT")
    assert [edge["node"]["id"] for edge in two["edges"]] == [found[1], found[0], found[2]]


async def test_a_cursor_of_another_order_is_refused(api: Api, sample: SampleRegister) -> None:
    await applied(api, sample)
    newest = (await page(api))["pageInfo"]["endCursor"]
    sorted_ = (await page(api, orderBy="EXPIRY"))["pageInfo"]["endCursor"]
    for after, order in ((newest, "EXPIRY"), (sorted_, "NEWEST"), ("", "AMOUNT"), ("x", "AMOUNT")):
        answer = await api.post(LIST, as_="surety", a=after, f={"orderBy": order})
        assert refused(answer) == ["BAD_USER_INPUT"], (after, order)


async def test_the_count_is_of_the_whole_list_that_the_viewer_may_see(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        await applied(api, sample, "道路")
    await applied(api, sample, "橋梁")
    await rival_branch(api)

    async def count(as_: str, **wanted: Any) -> int | None:
        return (await api.data(COUNT, as_=as_, f=wanted))["guarantees"]["totalCount"]

    assert await count("surety") == await count("operator") == 4
    assert await count("surety", search="道路") == await count("surety", projectName="道路", orderBy="AMOUNT") == 3
    assert await count("surety", search="存在しない") == await count("rival") == await count("obligee") == 0
    monkeypatch.setattr(sorted_pages, "MOST_COUNTED", 3)
    assert await count("surety") is None
    assert await count("surety", search="道路") == 3


@pytest.mark.parametrize(("near", "most"), [(0, 0), (0, 5_000), (500, 0)])
async def test_texts_together_whichever_way_they_are_searched(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch, near: int, most: int
) -> None:
    monkeypatch.setattr(text_search, "NEAR", near)
    monkeypatch.setattr(text_search, "MOST_FOUND", most)
    guarantee = await handovers.issued(api, sample)
    filed = await handovers.upload(api, await handovers.notice(api), contractReference="第012号")
    assert filed["__typename"] == "NoticeFiled"
    await applied(api, sample)
    reference, every = {"contractReference": "第０１２号"}, {"projectName": "工事", "contractorName": "建設"}
    for first in (1, 5):
        for wanted, count in (
            (reference | {"search": "工事"}, 1),
            (reference | {"search": "第012号"} | every, 1),
            (reference | {"search": guarantee["number"][:6]}, 1),
            (every | {"search": "建設"}, 2),
            (reference | {"projectName": "橋"}, 0),
            ({"projectName": "橋", "search": "工事"}, 0),
            ({"contractorName": "橋", "search": "建設"}, 0),
        ):
            for order in ("NEWEST", "AMOUNT"):
                assert len(await walked(api, first=first, orderBy=order, **wanted)) == count, (wanted, order)


@pytest.mark.parametrize("value", [-(2**63), -2, 0, 2**63 - 1])
async def test_a_place_that_no_row_has(api: Api, sample: SampleRegister, value: int) -> None:
    one = await applied(api, sample)
    for order in ("EXPIRY", "AMOUNT"):
        found = await page(api, after=ids.to_sorted_cursor(ids.UNKNOWN, value), orderBy=order)
        assert [edge["node"]["id"] for edge in found["edges"]] in ([], [one])
