"""Monthly bills: made by the worker on the surety's day, listed, printed."""

import asyncio
import datetime
from collections.abc import AsyncIterator
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.enums import Role
from models.fees import monthly_bill
from models.guarantee import FeePaymentMethod
from models.numbering import JAPAN
from resolvers.guarantees import make_monthly_bills
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import EMAILS, Api
from tests.support import use_cases
from tests.support.document_rendering import render_all
from tests.support.fee_rates import unbilled
from tests.support.states import competitor, rival_branch

LIST = """query($f: MonthlyBillFilter) { monthlyBills(filter: $f) { edges { node {
  number billingMonth billTo billToDepartment billToAddress
  issuedOn dueOn total paid balance feeAccount contractor { name } surety { name }
  items { statement { number due } } payments { amount } document { filename state bytes } } } } }"""
COLUMNS = """{ monthlyBills { edges { node { id number total contractor { name } items { statement { number } }
  payments { amount } } } } }"""
NUMBERS = "query($f: MonthlyBillFilter) { monthlyBills(filter: $f) { edges { node { total billTo } } } }"
ACCOUNT = "○○銀行　本店営業部　普通　0000001　ミホンケンセツギヨウホシヨウ（カ"


def noon(month: int, day: int) -> datetime.datetime:
    return datetime.datetime(2026, month, day, 12, tzinfo=JAPAN)


DUE = noon(12, 5)


async def make(at: datetime.datetime = DUE) -> int:
    return await make_monthly_bills.bill_ended_months(at=at)


@pytest.fixture(autouse=True)
async def _unbilled(sample: SampleRegister) -> AsyncIterator[None]:
    async with unbilled():
        yield


@pytest.fixture
async def _issued(sample: SampleRegister) -> None:
    """Two statements for one bill-to, one for another, one that is paid singly."""
    await use_cases.issued(sample, use_cases.advance(), use_cases.performance())
    await use_cases.issued(sample, use_cases.advance(bill_to="㈱髙﨑𠮷田ﾊﾞﾝｸ　経理部"))
    await use_cases.approved(sample, use_cases.advance(fee_payment_method=FeePaymentMethod.SINGLE))


async def listed(api: Api, *, as_: str = "surety", **filter_: Any) -> list[dict[str, Any]]:
    edges = (await api.data(NUMBERS, as_=as_, f=filter_))["monthlyBills"]["edges"]
    return [edge["node"] for edge in edges]


@pytest.mark.usefixtures("_issued")
async def test_a_bill_has_the_statements_of_a_month(api: Api, sample: SampleRegister) -> None:
    assert await make(noon(11, 30)) == await make(noon(12, 4)) == 0
    assert await make() == 2
    await render_all(at=DUE)
    api.clock.at = DUE
    api.tokens.clear()
    edges = (await api.data(LIST, as_="contractor", f={}))["monthlyBills"]["edges"]
    bills = {edge["node"]["billTo"]: edge["node"] for edge in edges}
    assert set(bills) == {"○○建設 株式会社", "㈱髙﨑𠮷田ﾊﾞﾝｸ　経理部"}
    bill = bills["○○建設 株式会社"]
    document, items = bill.pop("document"), bill.pop("items")
    assert bill.pop("number").startswith("202611-")
    assert bill == {
        "billingMonth": "2026-11-01", "billTo": "○○建設 株式会社", "billToDepartment": None,
        "billToAddress": None, "issuedOn": "2026-12-05", "dueOn": "2026-12-19",
        "total": 88_200, "paid": 0, "balance": 88_200, "feeAccount": ACCOUNT, "payments": [],
        "contractor": {"name": "○○建設 株式会社"}, "surety": {"name": "見本建設業保証株式会社"},
    }  # fmt: skip
    assert sorted(item["statement"]["due"] for item in items) == [20_200, 68_000]
    assert (document["state"], document["filename"][:13]) == ("READY", "保証料請求書_202611")
    events = AuditEvent.filter(action="monthly_bill.made")
    assert await events.count() == 2


@pytest.mark.usefixtures("_issued")
async def test_it_is_made_once_by_any_number_of_workers(sample: SampleRegister) -> None:
    assert sum(await asyncio.gather(*(make() for _ in range(5)))) == 2
    assert await make(noon(12, 28)) == 0
    assert await models.MonthlyBillItem.all().count() == 3


@pytest.mark.usefixtures("_issued")
async def test_missed_months_are_made_later_each_by_itself(api: Api, sample: SampleRegister) -> None:
    at = noon(12, 10)
    (guarantee,) = await use_cases.approved(sample, use_cases.performance())
    await use_cases.issue(sample, guarantee, at=at)
    later = datetime.datetime(2027, 3, 1, 12, tzinfo=JAPAN)
    assert await make(later) == 3
    bills = await models.MonthlyBill.all().order_by("billing_month")
    assert [bill.billing_month.month for bill in bills] == [11, 11, 12]
    assert (await models.Surety.get(id=sample.branch.surety_id)).billed_until == datetime.date(2027, 1, 1)


@pytest.mark.usefixtures("_issued")
async def test_the_surety_sets_the_day(api: Api, sample: SampleRegister) -> None:
    await models.Surety.filter(id=sample.branch.surety_id).update(billing_day=20)
    assert await make(noon(12, 19)) == 0
    assert await make(noon(12, 20)) == 2


@pytest.mark.usefixtures("_issued")
async def test_above_the_maximum_there_are_further_bills(
    sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_monthly_bills, "MOST_ITEMS", 1)
    assert await make() == 3
    parts = await models.MonthlyBill.filter(bill_to="○○建設 株式会社").order_by("part").values_list("part", flat=True)
    assert list(parts) == [1, 2]
    assert monthly_bill.MOST_ITEMS == 1_000


@pytest.mark.usefixtures("_issued")
async def test_filters_and_who_sees_them(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    await rival_branch(api)
    await make()
    for viewer in ("contractor", "surety", "operator"):
        assert len(await listed(api, as_=viewer)) == 2
        compiled = (await api.data(COLUMNS, as_=viewer))["monthlyBills"]
        assert compiled == (await api.data(f"{{ __typename {COLUMNS[1:]}", as_=viewer))["monthlyBills"]
    for stranger in ("rival", "competitor", "member"):
        assert await listed(api, as_=stranger) == []
    for viewer in {*EMAILS, "system"} - {"contractor", "surety", "operator", "member"}:
        answer = (await api.post(NUMBERS, as_=viewer, f={})).json()
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert [bill["total"] for bill in await listed(api, billTo="(株)髙﨑𠮷田バンク")] == [68_000]
    assert len(await listed(api, billingMonth="2026-11-30")) == 2
    assert await listed(api, billingMonth="2026-12-01") == []
    assert len(await listed(api, contractorId=ids.to_id("Contractor", sample.contractor.id))) == 2
    assert await listed(api, contractorId=ids.to_id("Contractor", sample.branch.id)) == []


SET = """mutation($i: SetBillingDayInput!) { setBillingDay(input: $i) { __typename
  ... on InvalidInput { problems { path code } } ... on BillingDaySet { surety { name billingDay } } } }"""


async def test_the_day_is_from_2_to_28(api: Api, sample: SampleRegister) -> None:
    for day in (2, 28):
        answer = (await api.data(SET, as_="surety", i={"day": day}))["setBillingDay"]
        assert answer["surety"]["billingDay"] == day
    for day in (1, 29):
        answer = (await api.data(SET, as_="surety", i={"day": day}))["setBillingDay"]
        assert answer["problems"] == [{"path": ["day"], "code": "OUT_OF_RANGE"}]
    events = await AuditEvent.filter(action="surety.billing_day_set").order_by("id")
    assert [event.subject for event in events] == ["5 → 2", "2 → 28"]
    for viewer in ("contractor", "operator"):
        answer = (await api.post(SET, as_=viewer, i={"day": 3})).json()
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert sample.viewers[Role.SURETY].surety_id == sample.branch.surety_id
