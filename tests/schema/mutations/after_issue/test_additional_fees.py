"""Fees that amendments add and that are paid singly: recordFeePayment, the list, and what a refund leaves out."""

import asyncio
from typing import Any

import pytest

from models.audit_records import AuditEvent
from models.document import Document
from models.fees.additional_payment import AdditionalPayment
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.applying.amending import amend, cancel, in_force
from tests.support.csv_links import table
from tests.support.document_rendering import render_all
from tests.support.refusals import refused
from tests.support.states import NOT_FOUND, RECORD_FEE, rival_guarantee, wrong_state

CANCEL = """mutation($input: GuaranteeReasonInput!) { cancelGuarantee(input: $input) { __typename } }"""
RELEASE = """mutation($input: GuaranteeReasonInput!) { releaseGuarantee(input: $input) { __typename } }"""
LIST = "query($f: FeeStatementFilter) { feeStatements(filter: $f) { edges { node { number } } } }"
OF_GUARANTEE = "query($id: ID!) { node(id: $id) { ... on Guarantee { feeStatements { fee due unpaid } } } }"
TODAY = "2026-11-20"


async def issued(api: Api, sample: SampleRegister) -> str:
    """The id of a guarantee of ¥15,000,000 whose fee of ¥52,000 was paid singly."""
    asked = api_calls.advance_input(amount=15_000_000, feePaymentMethod="SINGLE")
    application = await api_calls.apply(api, sample, guarantees=[asked])
    id_ = application["guarantees"][0]["id"]
    await api_calls.approve(api, id_)
    await pay(api, id_)
    await api_calls.issue(api, id_)
    return id_


async def pay(api: Api, id_: str, **given: Any) -> Any:
    answer = await api.data(RECORD_FEE, as_="surety", input={"guaranteeId": id_, "paidOn": TODAY} | given)
    assert answer["recordFeePayment"]["__typename"] == "FeePaymentRecorded", answer
    return answer["recordFeePayment"]["guarantee"]


async def refusal(api: Api, id_: str, **given: Any) -> Any:
    return await refused(api, RECORD_FEE, as_="surety", input={"guaranteeId": id_, "paidOn": TODAY} | given)


async def listed(api: Api, *, is_paid: bool) -> list[str]:
    """The places of the statements in those of their guarantee, the newest first; 310 of what came before the issue."""
    edges = (await api.data(LIST, as_="surety", f={"isPaid": is_paid}))["feeStatements"]["edges"]
    return [edge["node"]["number"].rpartition("-")[2].lstrip("0")[:1] for edge in edges]


async def sums(api: Api, id_: str) -> list[tuple[int, int, int]]:
    node = (await api.data(OF_GUARANTEE, as_="contractor", id=id_))["node"]
    return [(each["fee"], each["due"], each["unpaid"]) for each in node["feeStatements"]]


async def end(api: Api, query: str, id_: str) -> None:
    await api.data(query, as_="surety", input={"guaranteeId": id_, "reason": "理由"})


async def test_what_is_open_is_paid_once(api: Api, sample: SampleRegister) -> None:
    id_ = await issued(api, sample)
    assert await refusal(api, id_) == wrong_state("IN_FORCE")
    for amount in (18_000_000, 20_000_000):
        await amend(api, id_, amount=amount)
    assert await listed(api, is_paid=False) == ["3", "2"]
    guarantee = await pay(api, id_, paperReceipt=True)
    assert (guarantee["id"], guarantee["status"]) == (id_, "IN_FORCE")
    payment = await AdditionalPayment.get()
    assert (payment.amount, payment.paid_on.isoformat(), payment.paper_receipt) == (16_000, TODAY, True)
    assert await listed(api, is_paid=False) == []
    assert len(await listed(api, is_paid=True)) == 3
    assert await refusal(api, id_) == wrong_state("IN_FORCE")
    event = await AuditEvent.get(action="guarantee.additional_fee_received")
    assert (event.subject_id, event.subject) == (ids.split(id_)[1], f"16000 {TODAY}")


async def test_of_two_at_once_one_is_recorded(api: Api, sample: SampleRegister) -> None:
    id_ = await issued(api, sample)
    await amend(api, id_, amount=20_000_000)
    given = {"guaranteeId": id_, "paidOn": TODAY}
    answers = await asyncio.gather(*(api.data(RECORD_FEE, as_="surety", input=given) for _ in range(3)))
    kinds = sorted(answer["recordFeePayment"]["__typename"] for answer in answers)
    assert kinds == ["FeePaymentRecorded", "WrongState", "WrongState"]
    assert await AdditionalPayment.all().count() == 1


async def test_the_same_key_gives_the_guarantee_again(api: Api, sample: SampleRegister) -> None:
    id_ = await issued(api, sample)
    await amend(api, id_, amount=20_000_000)
    assert await pay(api, id_, idempotencyKey="入金１") == await pay(api, id_, idempotencyKey="入金１")
    assert await AdditionalPayment.all().count() == 1


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({"paidOn": "2026-11-21"}, ["paidOn"], "IN_THE_FUTURE"),
        ({"paidOn": "2026-11-19"}, ["paidOn"], "TOO_EARLY"),
        ({"amount": 16_000}, ["amount"], "NOT_APPLICABLE"),
    ],
)
async def test_unsound_payments_are_refused(
    api: Api, sample: SampleRegister, given: dict[str, Any], path: list[str], code: str
) -> None:
    id_ = await issued(api, sample)
    await amend(api, id_, amount=20_000_000)
    answer = await refusal(api, id_, **given)
    assert [(each["path"], each["code"]) for each in answer["problems"]] == [(path, code)]


async def test_another_suretys_is_not_found(api: Api, sample: SampleRegister) -> None:
    assert await refusal(api, await rival_guarantee(api, sample)) == NOT_FOUND


async def test_what_is_paid_by_the_month_is_on_the_bill_alone(api: Api, sample: SampleRegister) -> None:
    guarantee = await in_force(api, sample)
    await amend(api, guarantee["id"], amount=20_000_000)
    assert await refusal(api, guarantee["id"]) == wrong_state("IN_FORCE")
    await cancel(api, guarantee["id"])
    assert await sums(api, guarantee["id"]) == [(52_000, 52_000, 0), (68_000, 16_000, 0), (52_000, -16_000, 0)]


async def test_a_cancelled_amendment_refunds_what_was_paid_for_it(api: Api, sample: SampleRegister) -> None:
    id_ = await issued(api, sample)
    await amend(api, id_, amount=20_000_000)
    await pay(api, id_)
    await cancel(api, id_)
    assert await sums(api, id_) == [(52_000, 52_000, 0), (68_000, 16_000, 0), (52_000, -16_000, 0)]
    assert await refusal(api, id_) == wrong_state("IN_FORCE")


async def test_a_cancelled_amendment_refunds_nothing_that_was_not_paid(api: Api, sample: SampleRegister) -> None:
    id_ = await issued(api, sample)
    await amend(api, id_, amount=20_000_000)
    await cancel(api, id_)
    assert await sums(api, id_) == [(52_000, 52_000, 0), (68_000, 16_000, 0), (52_000, -16_000, 16_000)]
    assert await refusal(api, id_) == wrong_state("IN_FORCE")
    assert await listed(api, is_paid=False) == []
    assert len(await listed(api, is_paid=True)) == 1


async def test_what_was_taken_back_is_neither_open_nor_paid_later(api: Api, sample: SampleRegister) -> None:
    id_ = await issued(api, sample)
    await amend(api, id_, amount=20_000_000)
    await cancel(api, id_)
    await amend(api, id_, amount=18_000_000)
    assert await listed(api, is_paid=False) == ["4"]
    await pay(api, id_)
    await amend(api, id_, amount=16_000_000)
    assert await listed(api, is_paid=False) == []
    addition, _ = await listed(api, is_paid=True)  # and the first fee
    assert addition == "4"
    days = [each["入金日"] for each in await table(api, as_="surety", of="feeStatements")]
    assert days == ["", TODAY, "", "", TODAY]


async def test_a_lower_fee_takes_back_what_is_open_first(api: Api, sample: SampleRegister) -> None:
    id_ = await issued(api, sample)
    await amend(api, id_, amount=20_000_000)
    await amend(api, id_, amount=18_000_000)
    (_, _, lowered) = await sums(api, id_)
    assert lowered[2] == -lowered[1]
    assert await listed(api, is_paid=False) == ["2"]
    await pay(api, id_)
    payment = await AdditionalPayment.get()
    assert payment.amount == lowered[0] - 52_000
    await amend(api, id_, amount=15_000_000)
    assert (await sums(api, id_))[3] == (52_000, -payment.amount, 0)


async def test_a_fee_far_below_refunds_the_rest(api: Api, sample: SampleRegister) -> None:
    id_ = await issued(api, sample)
    await amend(api, id_, amount=20_000_000)
    await amend(api, id_, amount=10_000_000)
    fee, due, unpaid = (await sums(api, id_))[2]
    assert (due, unpaid) == (fee - 68_000, 16_000)
    assert await refusal(api, id_) == wrong_state("IN_FORCE")


@pytest.mark.parametrize(("is_paid", "unpaid"), [(True, 0), (False, 16_000)])
async def test_a_cancelled_guarantee_refunds_what_was_paid(
    api: Api, sample: SampleRegister, *, is_paid: bool, unpaid: int
) -> None:
    id_ = await issued(api, sample)
    await amend(api, id_, amount=20_000_000)
    if is_paid:
        await pay(api, id_)
    await end(api, CANCEL, id_)
    assert (await sums(api, id_))[2] == (0, -68_000, unpaid)
    assert (await refusal(api, id_))["status"] == "CANCELLED"
    await render_all()
    assert await Document.filter(kind="FEE_STATEMENT", made_at__isnull=False).count() == 3


async def test_after_a_release_what_is_open_is_still_paid(api: Api, sample: SampleRegister) -> None:
    id_ = await issued(api, sample)
    await amend(api, id_, amount=20_000_000)
    await end(api, RELEASE, id_)
    assert (await pay(api, id_))["status"] == "RELEASED"


async def test_the_csv_file_has_the_day_of_each_payment(api: Api, sample: SampleRegister) -> None:
    id_ = await issued(api, sample)
    await amend(api, id_, amount=18_000_000)
    api.clock.at = api.clock.at.replace(day=25)
    api.tokens.clear()
    await pay(api, id_, paidOn="2026-11-25")
    await amend(api, id_, amount=20_000_000)
    await cancel(api, id_)
    rows = [
        (each["差引額"], each["入金日"], each["うち未納のため返戻しない額"])
        for each in await table(api, as_="surety", of="feeStatements")
    ]
    assert rows == [
        ("-6400", "", "6400"),
        ("6400", "", "0"),
        ("9600", "2026-11-25", "0"),
        ("52000", "2026-11-20", "0"),
    ]
