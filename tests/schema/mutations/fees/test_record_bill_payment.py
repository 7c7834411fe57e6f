"""recordFeePayment for monthly bills: parts, too much, reversals."""

import asyncio
import datetime
from collections.abc import AsyncIterator
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.fees import monthly_bill
from models.numbering import JAPAN
from resolvers.guarantees import make_monthly_bills
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import use_cases
from tests.support.fee_rates import unbilled
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND, competitor, rival_branch

RECORD = """mutation($i: RecordFeePaymentInput!) { recordFeePayment(input: $i) { __typename
  ... on UserError { message } ... on InvalidInput { problems { path code } }
  ... on BillPaymentRecorded { payment { id amount paidOn reverses { id } bill {
    paid balance payments { amount } } } } } }"""
OPEN = """query($f: MonthlyBillFilter, $s: FeeStatementFilter) {
  monthlyBills(filter: $f) { edges { node { total } } } feeStatements(filter: $s) { edges { node { due } } } }"""
DAY = datetime.datetime(2026, 12, 5, 12, tzinfo=JAPAN)
TODAY = "2026-12-05"


@pytest.fixture(autouse=True)
async def _unbilled(sample: SampleRegister) -> AsyncIterator[None]:
    async with unbilled():
        yield


@pytest.fixture
async def bill(api: Api, sample: SampleRegister) -> str:
    """The id of a bill of ¥68,000."""
    await use_cases.issued(sample, use_cases.advance())
    assert await make_monthly_bills.bill_ended_months(at=DAY) == 1
    api.clock.at = DAY
    return ids.to_id("MonthlyBill", (await models.MonthlyBill.get()).id)


async def record(api: Api, bill: str, **given: Any) -> dict[str, Any]:
    return (await api.data(RECORD, as_="surety", i={"monthlyBillId": bill, "paidOn": TODAY} | given))[
        "recordFeePayment"
    ]


async def problems(api: Api, **given: Any) -> list[tuple[str, str]]:
    refusal = await refused(api, RECORD, as_="surety", i={"paidOn": TODAY} | given)
    return [(".".join(each["path"]), each["code"]) for each in refusal["problems"]]


async def is_open(api: Api) -> list[bool]:
    """Whether bill and statement are listed as open; they are as paid otherwise."""
    found: list[bool] = []
    for paid in (False, True):
        answer = await api.data(OPEN, as_="surety", f={"isPaid": paid}, s={"isPaid": paid})
        found += [bool(answer[name]["edges"]) for name in ("monthlyBills", "feeStatements")]
    assert found[:2] == [not each for each in found[2:]]
    return found[:2]


async def test_parts_add_up_and_too_much_is_a_negative_balance(api: Api, bill: str) -> None:
    assert await is_open(api) == [True, True]
    first = (await record(api, bill, amount=60_000))["payment"]
    assert first["bill"] == {"paid": 60_000, "balance": 8_000, "payments": [{"amount": 60_000}]}
    assert await is_open(api) == [True, True]
    assert (await record(api, bill, amount=8_000))["payment"]["bill"]["balance"] == 0
    assert await is_open(api) == [False, False]
    assert (await record(api, bill, amount=1))["payment"]["bill"]["balance"] == -1
    assert await is_open(api) == [False, False]
    events = await AuditEvent.filter(action="fee_payment.recorded").order_by("id")
    assert [event.subject for event in events] == [f"{sum_} {TODAY}" for sum_ in (60_000, 8_000, 1)]


async def test_a_payment_is_taken_back_once(api: Api, bill: str) -> None:
    payment = (await record(api, bill, amount=68_000))["payment"]
    back = (await record(api, bill, reverses=payment["id"]))["payment"]
    assert (back["amount"], back["reverses"], back["bill"]["balance"]) == (-68_000, {"id": payment["id"]}, 68_000)
    assert await is_open(api) == [True, True]
    assert await problems(api, monthlyBillId=bill, reverses=payment["id"]) == [("reverses", "ALREADY_REVERSED")]
    assert await problems(api, monthlyBillId=bill, reverses=back["id"]) == [("reverses", "NOT_FOUND")]
    assert await problems(api, monthlyBillId=bill, reverses="x", amount=1, paperReceipt=True) == [
        ("amount", "NOT_APPLICABLE"), ("paperReceipt", "NOT_APPLICABLE"), ("reverses", "NOT_FOUND")]  # fmt: skip


async def test_a_repeated_key_records_one_payment(api: Api, bill: str) -> None:
    answers = await asyncio.gather(*(record(api, bill, amount=5, idempotencyKey="k") for _ in range(4)))
    assert len({answer["payment"]["id"] for answer in answers}) == 1
    assert await models.FeePayment.all().count() == 1
    assert (await record(api, bill, amount=6, idempotencyKey="k"))["__typename"] == "IdempotencyConflict"


async def test_two_reversals_at_once_are_one(api: Api, bill: str) -> None:
    payment = (await record(api, bill, amount=5))["payment"]
    answers = await asyncio.gather(*(record(api, bill, reverses=payment["id"]) for _ in range(4)))
    assert sorted(each["__typename"] for each in answers) == ["BillPaymentRecorded"] + ["InvalidInput"] * 3


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"amount": 0}, [("amount", "NOT_POSITIVE")]),
        ({"amount": 10**13 + 1}, [("amount", "ABOVE_LIMIT")]),
        ({}, [("amount", "REQUIRED")]),
        ({"amount": 1, "paidOn": "2026-12-06"}, [("paidOn", "IN_THE_FUTURE")]),
        ({"amount": -1, "paidOn": "2026-10-31"}, [("amount", "NOT_POSITIVE"), ("paidOn", "TOO_EARLY")]),
    ],
)
async def test_bad_input(api: Api, bill: str, given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert await problems(api, monthlyBillId=bill, **given) == expected


async def test_the_most_is_recorded_exactly(api: Api, bill: str) -> None:
    answer = await asyncio.gather(*(record(api, bill, amount=10**13) for _ in range(2)))
    assert max(each["payment"]["bill"]["paid"] for each in answer) == 2 * 10**13


async def test_payments_at_once_are_all_recorded_and_too_much_is_seen(api: Api, bill: str) -> None:
    await asyncio.gather(*(record(api, bill, amount=50_000) for _ in range(3)))
    last = (await record(api, bill, amount=1))["payment"]["bill"]
    assert (last["paid"], last["balance"]) == (150_001, 68_000 - 150_001)


async def test_the_payment_of_another_bill_is_not_taken_back(api: Api, sample: SampleRegister, bill: str) -> None:
    (guarantee,) = await use_cases.approved(sample, use_cases.advance())
    await use_cases.issue(sample, guarantee, key=use_cases.OTHER_KEY, at=DAY)
    assert await make_monthly_bills.bill_ended_months(at=DAY + datetime.timedelta(days=31)) == 1
    newest = await models.MonthlyBill.all().order_by("-id").first()
    assert newest is not None
    payment = (await record(api, ids.to_id("MonthlyBill", newest.id), amount=5))["payment"]
    assert await problems(api, monthlyBillId=bill, reverses=payment["id"]) == [("reverses", "NOT_FOUND")]


async def test_either_a_guarantee_or_a_bill(api: Api, bill: str) -> None:
    guarantee = ids.to_id("Guarantee", (await models.Guarantee.get()).id)
    exactly = [("guaranteeId", "EXACTLY_ONE")]
    assert await problems(api) == await problems(api, guaranteeId=guarantee, monthlyBillId=bill) == exactly
    assert await problems(api, guaranteeId=guarantee, amount=1, reverses="x") == [
        ("amount", "NOT_APPLICABLE"), ("reverses", "NOT_APPLICABLE")]  # fmt: skip


async def test_there_are_at_most_so_many(api: Api, bill: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monthly_bill, "MOST_PAYMENTS", 1)
    await record(api, bill, amount=5)
    assert await problems(api, monthlyBillId=bill, amount=5) == [("monthlyBillId", "TOO_MANY")]


async def test_others_bills_are_not_found(api: Api, bill: str) -> None:
    await competitor(api)
    await rival_branch(api)
    api.clock.at = NOON
    given = {"monthlyBillId": bill, "paidOn": TODAY, "amount": 1}
    assert await refused(api, RECORD, as_="rival", i=given) == NOT_FOUND
    assert await refused(api, RECORD, as_="surety", i=given | {"monthlyBillId": "x"}) == NOT_FOUND
    for viewer in ("contractor", "competitor", "obligee", "operator"):
        assert (await error_of(api, RECORD, as_=viewer, i=given))[1] == "FORBIDDEN"
