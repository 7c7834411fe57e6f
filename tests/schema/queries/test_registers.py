"""sureties, obligees, contractors, contracts: who is listed, and by which filter."""

from typing import Any

import pytest

from models.enums import GuaranteeKind
from models.parties.obligee import ElectronicAcceptance
from sample import sample_register
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.database.owner_statements import execute_as_owner
from tests.support.states import competitor, rival_guarantee

OBLIGEES = "query($f: ObligeeFilter) { obligees(filter: $f) { edges { node { name } } } }"
CONTRACTORS = "query($s: String) { contractors(search: $s) { edges { node { name } } } }"
CONTRACTS = "query($f: ContractFilter) { contracts(filter: $f) { edges { node { projectName } } } }"
ALL = list(sample_register.OBLIGEES)
ACCEPTING = [name for name in ALL if name != "見本町"]


async def names(api: Api, query: str, *, as_: str | None = None, **variables: Any) -> list[str]:
    (connection,) = (await api.data(query, as_=as_, **variables)).values()
    return [next(iter(edge["node"].values())) for edge in connection["edges"]]


async def test_sureties_are_public_with_their_branches_by_code(api: Api) -> None:
    answer = await api.data("{ sureties { name address representative branches { code name telephone fax } } }")
    branch = {"code": "310", "name": "栃木支店", "telephone": "028-000-0000", "fax": "028-000-0001"}
    company = {"name": "見本建設業保証株式会社", "address": "東京都中央区見本町1丁目2番3号"}
    assert answer == {"sureties": [company | {"representative": "取締役社長　見本 太郎", "branches": [branch]}]}


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        (None, ALL),
        ({}, ALL),
        ({"prefecture": "栃木県"}, ["足利市", "鹿沼市", "栃木県", "見本町"]),
        ({"search": "市"}, ["足利市", "鹿沼市", "鎌ケ谷市", "富士市", "氷見市"]),
        ({"search": "%"}, []),
        ({"search": "_"}, []),
        ({"search": ""}, ALL),
        ({"acceptsElectronic": True}, ACCEPTING),
        ({"acceptsElectronic": False}, ["見本町"]),
        ({"acceptsElectronic": True, "on": "2023-12-31"}, ["国土交通省", "北塩原村", "見本地方整備局"]),
        ({"acceptsElectronic": False, "on": "2026-01-31"}, ["杉並区", "見本町"]),
        ({"kind": "PERFORMANCE"}, ACCEPTING),
        ({"kind": "PERFORMANCE", "on": "2022-05-09"}, ["国土交通省", "見本地方整備局"]),
        ({"kind": "PERFORMANCE", "on": "2022-05-08"}, []),
        ({"prefecture": "栃木県", "search": "市", "acceptsElectronic": True}, ["足利市", "鹿沼市"]),
        ({"search": "鎌ヶ谷"}, ["鎌ケ谷市"]),
        ({"search": "鎌ヶ　谷"}, ["鎌ケ谷市"]),
        ({"search": "鎌\uff79谷"}, ["鎌ケ谷市"]),
        ({"search": "冨士"}, ["富士市"]),
        ({"prefecture": "x" * 150}, []),
        ({"search": "x" * 150}, []),
    ],
    ids=lambda value: None if isinstance(value, list) else str(value)[:40],
)
async def test_obligees_are_public_and_filtered(api: Api, filter_: dict[str, Any] | None, expected: list[str]) -> None:
    assert await names(api, OBLIGEES, f=filter_) == expected


async def test_a_kind_that_is_not_accepted_is_told_from_one_that_is(api: Api, sample: SampleRegister) -> None:
    performance = ElectronicAcceptance.filter(obligee_id=sample.obligees["氷見市"].id, kind=GuaranteeKind.PERFORMANCE)
    rows = await performance
    ids = ", ".join(f"'{row.id}'" for row in rows)
    await execute_as_owner(f"DELETE FROM electronic_acceptance WHERE id IN ({ids})")
    try:
        assert "氷見市" not in await names(api, OBLIGEES, f={"kind": "PERFORMANCE"})
        assert "氷見市" in await names(api, OBLIGEES, f={"kind": "PERFORMANCE", "acceptsElectronic": False})
        assert "氷見市" in await names(api, OBLIGEES, f={"kind": "ADVANCE_PAYMENT"})
    finally:
        await ElectronicAcceptance.bulk_create(rows)


async def test_limits_are_fractions(api: Api) -> None:
    query = """{ obligees(filter: {search: "鎌ケ谷市"}) { edges { node { title acceptances { from basis channels note }
      no: acceptsElectronic(on: "2025-09-30") first: acceptsElectronic(on: "2025-10-01")
      yes: acceptsElectronic(kind: PERFORMANCE, contractType: SERVICES)
      limits { advancePaymentRatio servicesAdvancePaymentRatio intermediateRatio combinedRatio performanceMinimumRatio
        raisedPerformanceMinimumRatio advancePaymentCap roundingUnit minimumPrice } } } } }"""
    (edge,) = (await api.data(query))["obligees"]["edges"]
    ratios = {"advancePaymentRatio": 0.4, "servicesAdvancePaymentRatio": 0.3, "intermediateRatio": 0.2}
    more = {"combinedRatio": 0.6, "performanceMinimumRatio": 0.1, "raisedPerformanceMinimumRatio": 0.3}
    sums = {"advancePaymentCap": None, "roundingUnit": 100_000, "minimumPrice": None}
    assert edge["node"]["limits"] == ratios | more | sums
    assert edge["node"]["title"] == "鎌ケ谷市長"
    assert (edge["node"]["no"], edge["node"]["first"], edge["node"]["yes"]) == (False, True, True)
    channels = ["E_CONTRACT_SYSTEM", "EMAIL"]
    acceptance = {"from": "2025-10-01", "basis": "CONTRACT_DATE", "channels": channels, "note": None}
    assert edge["node"]["acceptances"] == [acceptance] * 6


async def test_contractors_are_listed_to_those_who_have_to_do_with_them(api: Api, sample: SampleRegister) -> None:
    await rival_guarantee(api, sample)
    await competitor(api)
    ours, partner, other = "○○建設 株式会社", "△△建設 株式会社", "△△土木 株式会社"
    seen = {
        name: await names(api, CONTRACTORS, as_=name)
        for name in ("contractor", "member", "competitor", "surety", "rival", "operator", "obligee", "city", "system")
    }
    nothing: dict[str, list[str]] = {"surety": [], "obligee": [], "city": [], "system": []}
    own = {"contractor": [ours], "member": [partner], "competitor": [other]}
    assert seen == nothing | own | {"rival": [ours], "operator": [ours, partner, other]}


@pytest.mark.parametrize(
    ("search", "count"), [("建設", 2), ("土木", 1), ("株式会社", 3), ("無", 0), ("", 3), (None, 3)]
)
async def test_contractors_by_a_part_of_their_name(
    api: Api, sample: SampleRegister, search: str | None, count: int
) -> None:
    assert sample.contractor.name
    await competitor(api)
    assert len(await names(api, CONTRACTORS, as_="operator", s=search)) == count


@pytest.mark.parametrize("search", ["0000000000001", " ０-００００-００００-０００１ ", "0 0000 0000 0001"])
async def test_contractors_by_their_whole_corporate_number(api: Api, sample: SampleRegister, search: str) -> None:
    assert await names(api, CONTRACTORS, as_="operator", s=search) == [sample.contractor.name]
    assert await names(api, CONTRACTORS, as_="operator", s="000000000001") == [], "a part of it"
    assert await names(api, CONTRACTORS, as_="surety", s=search) == [], "it has no contract with the surety"
    await api_calls.apply(api, sample)
    assert await names(api, CONTRACTORS, as_="surety", s=search) == [sample.contractor.name]
    assert await names(api, CONTRACTORS, as_="member", s=search) == []
    query = "query($s: String) { contractors(search: $s) { totalCount } }"
    assert await api.data(query, as_="surety", s=search) == {"contractors": {"totalCount": 1}}


async def three_contracts(api: Api, sample: SampleRegister) -> None:
    for project, date, obligee in (
        ("道路工事A", "2026-10-01", "栃木県"),
        ("橋梁工事B", "2026-10-31", "富士市"),
        ("道路工事C", "2026-11-01", "栃木県"),
    ):
        contract = api_calls.contract_input(sample, projectName=project, contractDate=date, obligee=obligee)
        await api_calls.apply(api, sample, contract=contract)


async def test_contracts_newest_first_and_filtered(api: Api, sample: SampleRegister) -> None:
    await three_contracts(api, sample)
    tochigi = ids.to_id("Obligee", sample.obligees["栃木県"].id)
    company = ids.to_id("Contractor", sample.contractor.id)
    a, b, c = "道路工事A", "橋梁工事B", "道路工事C"
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({}, [c, b, a]),
        ({"projectName": "道路"}, [c, a]),
        ({"projectName": "工事a"}, [a]),
        ({"projectName": "%"}, []),
        ({"projectName": "\\"}, []),
        ({"obligeeId": tochigi}, [c, a]),
        ({"obligeeId": company}, []),
        ({"obligeeId": "x"}, []),
        ({"contractorId": company}, [c, b, a]),
        ({"contractorId": f"Contractor_{'0' * 32}"}, []),
        ({"contractDateFrom": "2026-10-31"}, [c, b]),
        ({"contractDateTo": "2026-10-31"}, [b, a]),
        ({"contractDateFrom": "2026-10-02", "contractDateTo": "2026-10-31"}, [b]),
        ({"contractDateFrom": "2026-11-02", "contractDateTo": "2026-10-01"}, []),
        ({"obligeeId": tochigi, "projectName": "C"}, [c]),
        ({"projectName": None}, [c, b, a]),
    ]
    for filter_, expected in cases:
        assert await names(api, CONTRACTS, as_="surety", f=filter_) == expected, filter_


async def test_contracts_are_listed_to_their_parties(api: Api, sample: SampleRegister) -> None:
    await three_contracts(api, sample)
    await competitor(api)
    everybody = ("contractor", "surety", "operator", "competitor", "obligee", "city", "system")
    counts = {name: len(await names(api, CONTRACTS, as_=name)) for name in everybody}
    none = {"competitor": 0, "obligee": 0, "city": 0, "system": 0}
    assert counts == {"contractor": 3, "surety": 3, "operator": 3} | none
