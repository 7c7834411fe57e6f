"""setFeeRates, and feeRates: the surety's dated tables."""

import asyncio
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.enums import GuaranteeKind, Role
from resolvers import quotas
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import use_cases
from tests.support.refusals import error_of, refused, table_contents
from tests.support.states import competitor, rival_branch

SET = """mutation($i: SetFeeRatesInput!) { setFeeRates(input: $i) { __typename
  ... on InvalidInput { problems { path code message } }
  ... on FeeRatesSet { examples { kind amount fee isAboveAmount lines { description amount } }
    rates { kind validFrom isAnnual minimumFee roundingUnit isSample surety { name } bands { above upTo ratePpm } } }
} }"""
LIST = """query($f: FeeRatesFilter) { feeRates(filter: $f) { edges { node {
  id kind validFrom bands { above upTo ratePpm } } } } }"""
COLUMNS = "{ feeRates { edges { node { id kind validFrom isAnnual minimumFee surety { name } } } } }"
FLAT = {"kind": "INTERMEDIATE_ADVANCE_PAYMENT", "bands": [{"above": 0, "ratePpm": 650}], "isAnnual": False}
BANDS = [{"above": 0, "upTo": 1_000_000, "ratePpm": 5_000}, {"above": 1_000_000, "upTo": None, "ratePpm": 4_000}]
BANDED = {"kind": "PERFORMANCE", "bands": BANDS, "isAnnual": True, "minimumFee": 1_000, "roundingUnit": 100}
TODAY, TOMORROW = "2026-11-20", "2026-11-21"
YEAR = {"periodFrom": "2026-12-01", "periodTo": "2027-11-30"}


def given(*tables: dict[str, Any], valid_from: str = TOMORROW, **more: Any) -> dict[str, Any]:
    return {"validFrom": valid_from, "tables": list(tables)} | more


async def set_(api: Api, *tables: dict[str, Any], **more: Any) -> dict[str, Any]:
    return (await api.data(SET, as_="surety", i=given(*tables, **more)))["setFeeRates"]


async def problems(api: Api, *tables: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    refusal = await refused(api, SET, as_="surety", i=given(*tables, **more))
    return [(".".join(each["path"]), each["code"]) for each in refusal["problems"]]


def of_bands(*bands: dict[str, Any]) -> dict[str, Any]:
    return FLAT | {"bands": list(bands)}


async def test_rates_apply_from_their_day_and_old_ones_stay(api: Api, sample: SampleRegister) -> None:
    answer = await set_(api, BANDED, FLAT)
    common = {"validFrom": TOMORROW, "isSample": False, "surety": {"name": "見本建設業保証株式会社"}}
    flat = [{"above": 0, "upTo": None, "ratePpm": 650}]
    assert answer == {"__typename": "FeeRatesSet", "examples": [], "rates": [
        common | BANDED, common | FLAT | {"bands": flat, "minimumFee": 0, "roundingUnit": 1}]}  # fmt: skip
    before, after = await use_cases.approved(sample, use_cases.performance()), None
    (before_,) = [await use_cases.issue(sample, each) for each in before]
    api.clock.at = NOON.replace(day=21)
    (after,) = await use_cases.applied(sample, use_cases.performance())
    assert await models.FeeTable.filter(kind=GuaranteeKind.PERFORMANCE).count() == 2
    (stated,) = await models.FeeStatement.filter(guarantee_id=before_.id)
    assert (stated.fee, stated.is_sample) == (20_200, True)
    assert after.status == "SUBMITTED"
    edges = (await api.data(LIST, as_="surety", f={"kind": "PERFORMANCE"}))["feeRates"]["edges"]
    assert [(each["node"]["validFrom"], len(each["node"]["bands"])) for each in edges] == [
        (TOMORROW, 2), ("2020-04-01", 2)]  # fmt: skip


async def test_the_estimate_uses_them_from_the_first_day_on(api: Api) -> None:
    await set_(api, FLAT | {"bands": [{"above": 0, "ratePpm": 10_000}]})
    query = "query($i: FeeEstimateInput!) { feeEstimate(input: $i) { fee isSample } }"
    asked = {"kind": FLAT["kind"], "amount": 1_000_000, "contractPrice": 9_000_000} | YEAR
    assert (await api.data(query, as_="surety", i=asked))["feeEstimate"] == {"fee": 1_000, "isSample": True}
    api.clock.at = NOON.replace(day=21)
    assert (await api.data(query, as_="surety", i=asked))["feeEstimate"] == {"fee": 10_000, "isSample": False}


async def test_a_preview_answers_examples_and_stores_nothing(api: Api) -> None:
    examples = [{"kind": "PERFORMANCE", "amount": amount} | YEAR for amount in (1_000_000, 1_000_001, 3_000_000, 999)]
    await api.token("surety")
    before = await table_contents()
    answer = await set_(api, BANDED, examples=examples, isPreview=True)
    assert await table_contents() == before
    assert answer["rates"] == []
    found = [(each["amount"], each["fee"], each["isAboveAmount"]) for each in answer["examples"]]
    assert found == [
        (1_000_000, 5_000, False),
        (1_000_001, 5_000, False),
        (3_000_000, 13_000, False),
        (999, 1_000, True),
    ]
    lines = answer["examples"][2]["lines"]
    assert [line["amount"] for line in lines] == [5_000, 8_000]
    assert (await set_(api, BANDED, examples=examples))["examples"] == answer["examples"]


async def test_rates_that_are_not_in_force_yet_are_replaced_and_the_log_has_both(api: Api) -> None:
    await set_(api, FLAT)
    first = await models.FeeTable.get(kind=FLAT["kind"], valid_from=TOMORROW)
    for _ in range(2):
        answer = await set_(api, FLAT | {"bands": [{"above": 0, "ratePpm": 700}]})
        assert answer["rates"][0]["bands"] == [{"above": 0, "upTo": None, "ratePpm": 700}]
    changed = await models.FeeTable.get(kind=FLAT["kind"], valid_from=TOMORROW)
    assert (changed.id, changed.rates_ppm) == (first.id, [700])
    events = await AuditEvent.filter(action="fee_rates.set", subject_id=first.id).order_by("id")
    told = [event.subject or "" for event in events]
    assert len(told) == 3
    assert "rates_ppm=[700]" in told[1].partition(" ← ")[0]
    assert "rates_ppm=[650]" in told[1].partition(" ← ")[2]


async def test_rates_of_today_are_set_once(api: Api) -> None:
    await set_(api, FLAT, valid_from=TODAY)
    assert await problems(api, FLAT, BANDED, valid_from=TODAY) == [("tables.0.kind", "ALREADY_IN_FORCE")]


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ([], [("bands", "OUT_OF_RANGE")]),
        ([(1, None, 1)], [("bands.0.above", "GAP")]),
        ([(0, 5, 1)], [("bands.0.upTo", "GAP")]),
        ([(0, 5, 1), (6, None, 1)], [("bands.1.above", "GAP")]),
        ([(0, 5, 1), (4, None, 1)], [("bands.1.above", "OVERLAP")]),
        ([(0, None, 1), (5, None, 1)], [("bands.1.above", "OVERLAP")]),
        ([(0, 5, 1), (5, 5, 1), (5, None, 1)], [("bands.1.upTo", "NOT_ASCENDING")]),
        ([(0, 5, 1), (5, 3, 1), (3, None, 1)], [("bands.1.upTo", "NOT_ASCENDING")]),
        ([(0, None, 100_001)], [("bands.0.ratePpm", "OUT_OF_RANGE")]),
        ([(0, None, -1)], [("bands.0.ratePpm", "OUT_OF_RANGE")]),
        ([(0, 5, -1), (7, None, 1)], [("bands.0.ratePpm", "OUT_OF_RANGE"), ("bands.1.above", "GAP")]),
    ],
)
async def test_bands_cover_every_sum_once(api: Api, bands: list[Any], expected: list[tuple[str, str]]) -> None:
    table = of_bands(*({"above": above, "upTo": up_to, "ratePpm": rate} for above, up_to, rate in bands))
    assert await problems(api, table) == [(f"tables.0.{path}", code) for path, code in expected]


async def test_every_problem_is_told_at_once(api: Api) -> None:
    wrong = FLAT | {"minimumFee": -1, "roundingUnit": 0}
    backwards = {"kind": "PERFORMANCE", "amount": 0, "periodFrom": "2027-01-02", "periodTo": "2027-01-01"}
    long = {"kind": FLAT["kind"], "amount": 1, "periodFrom": "2027-01-01", "periodTo": "2127-01-10"}
    found = await problems(api, wrong, FLAT, valid_from="2026-11-19", examples=[backwards, long])
    assert found == [
        ("validFrom", "IN_THE_PAST"),
        ("tables.0.minimumFee", "OUT_OF_RANGE"),
        ("tables.0.roundingUnit", "OUT_OF_RANGE"),
        ("tables.1.kind", "DUPLICATE"),
        ("examples.0.kind", "NO_RATES"),
        ("examples.0.amount", "OUT_OF_RANGE"),
        ("examples.0.periodTo", "END_BEFORE_START"),
        ("examples.1.periodTo", "TOO_LONG"),
    ]
    assert await problems(api, valid_from="2200-01-01") == [
        ("validFrom", "OUT_OF_RANGE"), ("tables", "OUT_OF_RANGE")]  # fmt: skip
    assert await problems(api, of_bands(*({"above": 0, "ratePpm": 1} for _ in range(7)))) == [
        ("tables.0.bands", "TOO_MANY")]  # fmt: skip


async def test_at_once_one_table_is_stored(api: Api) -> None:
    tables = [FLAT | {"bands": [{"above": 0, "ratePpm": rate}]} for rate in range(1, 6)]
    answers = await asyncio.gather(*(set_(api, table) for table in tables))
    assert {answer["__typename"] for answer in answers} == {"FeeRatesSet"}
    assert await models.FeeTable.filter(kind=FLAT["kind"], valid_from=TOMORROW).count() == 1
    answers = await asyncio.gather(*(set_(api, table, valid_from=TODAY) for table in tables))
    assert sorted(answer["__typename"] for answer in answers) == ["FeeRatesSet"] + ["InvalidInput"] * 4


async def test_only_the_suretys_staff_sets_its_own(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    await rival_branch(api)
    for viewer in ("contractor", "obligee", "system", "operator"):
        assert (await error_of(api, SET, as_=viewer, i=given(FLAT)))[1] == "FORBIDDEN"
    await api.data(SET, as_="rival", i=given(FLAT))
    own = sample.branch.surety_id
    assert await models.FeeTable.filter(surety_id=own, valid_from=TOMORROW).count() == 0
    rivals = (await api.data(LIST, as_="rival"))["feeRates"]["edges"]
    assert [each["node"]["validFrom"] for each in rivals] == [TOMORROW]
    everything = (await api.data(LIST, as_="contractor"))["feeRates"]["edges"]
    assert len(everything) == 4
    filtered = await api.data(LIST, as_="contractor", f={"suretyId": ids.to_id("Surety", own)})
    assert len(filtered["feeRates"]["edges"]) == len((await api.data(LIST, as_="surety"))["feeRates"]["edges"]) == 3
    node = "query($id: ID!) { node(id: $id) { ... on FeeTable { kind } } }"
    assert await api.data(node, as_="surety", id=rivals[0]["node"]["id"]) == {"node": None}
    assert await api.data(node, as_="rival", id=rivals[0]["node"]["id"]) == {"node": {"kind": FLAT["kind"]}}


async def test_compiled_and_not_the_list_is_the_same(api: Api) -> None:
    await set_(api, FLAT, BANDED)
    for viewer in ("contractor", "surety", "operator"):
        compiled = (await api.data(COLUMNS, as_=viewer))["feeRates"]
        assert compiled == (await api.data(f"{{ __typename {COLUMNS[1:]}", as_=viewer))["feeRates"]
        assert len(compiled["edges"]) == 5


async def test_its_number_an_hour_is_limited_but_previews_are_not(api: Api, sample: SampleRegister) -> None:
    viewer = sample.viewers[Role.SURETY]
    rows = [
        AuditEvent(action=quotas.FEE_RATES.action, at=NOON, role=viewer.role, actor_id=viewer.actor_id, address="x")
        for _ in range(quotas.FEE_RATES.most)
    ]
    await AuditEvent.bulk_create(rows)
    assert (await error_of(api, SET, as_="surety", i=given(FLAT)))[1] == "TOO_MANY_REQUESTS"
    assert (await set_(api, FLAT, isPreview=True))["__typename"] == "FeeRatesSet"
