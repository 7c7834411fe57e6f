"""The rules that obligees have, each set through the API and met by applications: one table."""

from typing import Any, NamedTuple

import pytest

from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.api_calls import CHECK
from tests.support.parties.rules import acceptance, id_of, of_every_kind, set_rules

NOT_ACCEPTED = "guarantees.0.medium OBLIGEE_DOES_NOT_ACCEPT_ELECTRONIC"
ABOVE, BELOW = "guarantees.0.amount ABOVE_LIMIT", "guarantees.0.amount BELOW_MINIMUM"
APRIL, MARCH = "2026-04-01", "2026-03-31"


class Case(NamedTuple):
    """What the obligee sets, what is applied for, and what is wrong with it; `limit` and `since` as they are told."""

    name: str
    limits: dict[str, Any] = {}
    acceptances: list[dict[str, Any]] | None = None
    contract: dict[str, Any] = {}
    guarantee: dict[str, Any] = {}
    problems: tuple[str, ...] = ()
    limit: int | None = None
    since: str | None = APRIL


def advance(amount: int, **changes: Any) -> dict[str, Any]:
    return api_calls.advance_input(amount=amount, **changes)


def performance(amount: int = 5_000_000, medium: str = "ELECTRONIC") -> dict[str, Any]:
    return api_calls.performance_input(amount=amount, medium=medium)


SERVICES = {"contractType": "SERVICES"}
LARGE = {"contractPrice": 3_000_000_000}
ODD = {"contractPrice": 12_345_678}
BY_BID, BY_NOTICE = {"basis": "BID_DATE"}, {"basis": "TENDER_NOTICE_DATE"}
CASES = [
    Case("40 %", {}, guarantee=advance(20_000_000), limit=20_000_000),
    Case("40 %, exceeded", {}, guarantee=advance(20_000_001), problems=(ABOVE,), limit=20_000_000),
    Case("40 % with a cap", {"advancePaymentCap": 100_000_000}, contract=LARGE, guarantee=advance(100_000_000),
         limit=100_000_000),
    Case("40 % above the cap", {"advancePaymentCap": 100_000_000}, contract=LARGE, guarantee=advance(100_000_001),
         problems=(ABOVE,), limit=100_000_000),
    Case("40 % below the cap", {"advancePaymentCap": 100_000_000}, guarantee=advance(20_000_001), problems=(ABOVE,),
         limit=20_000_000),
    Case("45 %", {"advancePaymentRatio": 0.45}, guarantee=advance(22_500_000), limit=22_500_000),
    Case("45 %, exceeded", {"advancePaymentRatio": 0.45}, guarantee=advance(22_500_001), problems=(ABOVE,),
         limit=22_500_000),
    Case("45 % with a cap", {"advancePaymentRatio": 0.45, "advancePaymentCap": 20_000_000},
         guarantee=advance(22_500_000), problems=(ABOVE,), limit=20_000_000),
    Case("30 %", {"advancePaymentRatio": 0.3}, guarantee=advance(15_000_000), limit=15_000_000),
    Case("30 %, exceeded", {"advancePaymentRatio": 0.3}, guarantee=advance(15_000_001), problems=(ABOVE,),
         limit=15_000_000),
    Case("30 % with a cap", {"advancePaymentRatio": 0.3, "advancePaymentCap": 10_000_000},
         guarantee=advance(10_000_001), problems=(ABOVE,), limit=10_000_000),
    Case("30 % of services", {"servicesAdvancePaymentRatio": 0.3}, contract=SERVICES, guarantee=advance(15_000_001),
         problems=(ABOVE,), limit=15_000_000),
    Case("40 % of works beside", {"servicesAdvancePaymentRatio": 0.3}, guarantee=advance(20_000_000),
         limit=20_000_000),
    Case("rounded down", {"roundingUnit": 100_000}, contract=ODD, guarantee=advance(4_900_000), limit=4_900_000),
    Case("rounded down, exceeded", {"roundingUnit": 100_000}, contract=ODD, guarantee=advance(4_900_001),
         problems=(ABOVE,), limit=4_900_000),
    Case("the minimum price", {"minimumPrice": 50_000_000}, guarantee=advance(20_000_000), limit=20_000_000),
    Case("below the minimum price", {"minimumPrice": 50_000_001}, guarantee=advance(20_000_000),
         problems=("guarantees.0.amount BELOW_MINIMUM_PRICE",), limit=20_000_000),
    Case("performance 10 %", {}, guarantee=performance(4_999_999), problems=(BELOW,), limit=50_000_000),
    Case("performance 5 %", {"performanceMinimumRatio": 0.05}, guarantee=performance(2_500_000), limit=50_000_000),
    Case("performance of a low price", {}, contract={"lowPriceOrLabourOnly": True},
         guarantee=performance(14_999_999), problems=(BELOW,), limit=50_000_000),
    Case("by the contract date", contract={"contractDate": APRIL}, guarantee=performance()),
    Case("by the contract date, too early", contract={"contractDate": MARCH}, guarantee=performance(),
         problems=(NOT_ACCEPTED,)),
    Case("by the tender notice", acceptances=of_every_kind(**BY_NOTICE), contract={"tenderNoticeDate": APRIL},
         guarantee=performance()),
    Case("by the tender notice, too early", acceptances=of_every_kind(**BY_NOTICE),
         contract={"tenderNoticeDate": MARCH}, guarantee=performance(), problems=(NOT_ACCEPTED,)),
    Case("by the tender notice, not given", acceptances=of_every_kind(**BY_NOTICE), guarantee=performance(),
         problems=("contract.tenderNoticeDate REQUIRED",)),
    Case("by the bid", acceptances=of_every_kind(**BY_BID), contract={"bidDate": APRIL}, guarantee=performance()),
    Case("by the bid, too early", acceptances=of_every_kind(**BY_BID), contract={"bidDate": MARCH},
         guarantee=performance(), problems=(NOT_ACCEPTED,)),
    Case("works only", acceptances=of_every_kind("WORKS"), guarantee=performance()),
    Case("works only, for services", acceptances=of_every_kind("WORKS"), contract=SERVICES, guarantee=performance(),
         problems=(NOT_ACCEPTED,), since=None),
    Case("of one kind", acceptances=[acceptance("PERFORMANCE")], guarantee=performance()),
    Case("of one kind, another", acceptances=[acceptance("PERFORMANCE")], guarantee=advance(20_000_000),
         problems=(NOT_ACCEPTED,), since=None),
    Case("approved contracts only", acceptances=of_every_kind(approvedContractsOnly=True), guarantee=performance(),
         problems=(NOT_ACCEPTED,), since=None),
    Case("approved contracts only, too early", acceptances=of_every_kind(approvedContractsOnly=True),
         contract={"contractDate": MARCH}, guarantee=performance(), problems=(NOT_ACCEPTED,)),
    Case("approved contracts only, on paper", acceptances=of_every_kind(approvedContractsOnly=True),
         guarantee=performance(medium="PAPER"), since=None),
    Case("upload only", acceptances=of_every_kind(channels=["E_CONTRACT_SYSTEM"], noticeAddresses=[]),
         guarantee=performance()),
    Case("mail only", acceptances=of_every_kind(channels=["EMAIL"]), guarantee=performance()),
    Case("neither upload nor mail", acceptances=of_every_kind(channels=["DIRECT"], noticeAddresses=[]),
         guarantee=performance()),
    Case("none at all", acceptances=[], guarantee=performance(), problems=(NOT_ACCEPTED,), since=None),
    Case("none at all, on paper", acceptances=[], guarantee=performance(medium="PAPER"), since=None),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
async def test_an_application_is_held_to_them(api: Api, sample: SampleRegister, case: Case) -> None:
    acceptances = of_every_kind() if case.acceptances is None else case.acceptances
    await set_rules(api, sample, limits=case.limits, acceptances=acceptances)
    contract = {"contractDate": "2026-11-01", "periodFrom": MARCH} | case.contract
    given = api_calls.application_input(
        sample,
        contract=api_calls.contract_input(sample, obligee="見本町", **contract),
        guarantees=[case.guarantee],
    )
    checked = (await api.data(CHECK, as_="contractor", input=given))["checkApplication"]
    found = [f"{'.'.join(each['path'])} {each['code']}" for each in checked["problems"]]
    assert found == list(case.problems)
    (told,) = checked["guarantees"]
    assert told["limit"] == (case.limit or told["limit"])
    assert told["acceptedFrom"] == case.since
    answer = (await api.data(api_calls.APPLY, as_="contractor", input=given))["applyForGuarantees"]
    assert (answer["__typename"] == "ApplicationSubmitted") == (not case.problems), answer


PUBLIC = """query($f: ObligeeFilter) { obligees(filter: $f) { edges { node {
  name acceptances { kind contractType from basis channels approvedContractsOnly } } } } }"""


async def test_everybody_may_ask_who_accepts_what_from_when(api: Api, sample: SampleRegister) -> None:
    only = acceptance("PERFORMANCE", **{"from": "2026-12-01"})
    await set_rules(api, sample, validFrom="2026-12-10", acceptances=[only])

    async def names(**filter_: Any) -> list[str]:
        edges = (await api.data(PUBLIC, f={"prefecture": "栃木県"} | filter_))["obligees"]["edges"]
        return [edge["node"]["name"] for edge in edges]

    others = ["足利市", "鹿沼市", "栃木県"]
    accepting = {"acceptsElectronic": True}
    assert await names(**accepting) == await names(**accepting, on="2026-12-09") == others
    assert await names(**accepting, on="2026-12-10") == [*others, "見本町"]
    assert await names(kind="PERFORMANCE", contractType="WORKS", on="2026-12-10") == [*others, "見本町"]
    assert await names(kind="PERFORMANCE", contractType="SERVICES", on="2026-12-10") == others
    assert await names(kind="ADVANCE_PAYMENT", on="2026-12-10") == others
    assert await names(contractType="WORKS", on="2026-12-10") == [*others, "見本町"]
    assert await names(acceptsElectronic=False, contractType="SERVICES", on="2026-12-10") == ["見本町"]
    query = """query($id: ID!) { node(id: $id) { ... on Obligee {
      a: acceptsElectronic b: acceptsElectronic(on: "2026-12-10") } } }"""
    assert (await api.data(query, id=id_of(sample, "見本町")))["node"] == {"a": False, "b": True}
