"""Concurrency, with real commits: one issue, consecutive numbers, limits that hold."""

import asyncio
from collections import Counter
from typing import Any

import models
from models.audit_records import IdempotencyRecord
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import api_calls
from tests.support.states import guarantee_in

SHORT = """
mutation($input: IssueGuaranteeInput!) { issueGuarantee(input: $input) {
  __typename ... on WrongState { status } ... on GuaranteeIssued { guarantee { number } certificate { id } } } }
"""


async def issue(api: Api, guarantee_id: str, **more: Any) -> dict[str, Any]:
    answer = await api.data(SHORT, as_="surety", input={"guaranteeId": guarantee_id} | more)
    return answer["issueGuarantee"]


async def approved(api: Api, sample: SampleRegister, count: int) -> list[str]:
    """The ids of so many approved performance guarantees."""
    asked = [api_calls.performance_input()]
    ids: list[str] = []
    for _ in range(count):
        ids.append((await api_calls.apply(api, sample, guarantees=asked))["guarantees"][0]["id"])
        await api_calls.approve(api, ids[-1])
    return ids


def serials(answers: list[dict[str, Any]]) -> list[int]:
    numbers = [answer["guarantee"]["number"] for answer in answers if answer["__typename"] == "GuaranteeIssued"]
    return sorted(int(number[6:11]) for number in numbers)


async def test_fifty_issues_of_one_guarantee_are_one_issue(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("APPROVED", api, sample)
    answers = await asyncio.gather(*(issue(api, id_) for _ in range(50)))
    assert Counter(answer["__typename"] for answer in answers) == {"GuaranteeIssued": 1, "WrongState": 49}
    assert {answer.get("status") for answer in answers} == {None, "IN_FORCE"}
    await assert_issued_once()


async def test_fifty_with_one_idempotency_key_have_one_result(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("APPROVED", api, sample)
    answers = await asyncio.gather(*(issue(api, id_, idempotencyKey="c-1") for _ in range(50)))
    assert [answer["__typename"] for answer in answers] == ["GuaranteeIssued"] * 50
    assert len({answer["certificate"]["id"] for answer in answers}) == 1
    assert len({answer["guarantee"]["number"] for answer in answers}) == 1
    assert await IdempotencyRecord.all().count() == 1
    await assert_issued_once()


async def assert_issued_once() -> None:
    assert await models.Certificate.all().count() == await models.AuthKey.all().count() == 1
    assert await models.Guarantee.filter(number__isnull=False).values_list("serial", flat=True) == [1]


async def test_two_hundred_issues_number_without_a_gap_also_while_some_fail(api: Api, sample: SampleRegister) -> None:
    ids = await approved(api, sample, 200)
    again = [id_ for index, id_ in enumerate(ids) if index % 10 == 0]
    waiting = [await guarantee_in("AWAITING_FEE", api, sample) for _ in range(5)]
    calls = [*ids, *again, *waiting, *(f"Guarantee_{index:032x}" for index in range(75))]
    answers = await asyncio.gather(*(issue(api, id_) for id_ in calls))
    refusals = {"WrongState": 20, "FeeNotReceived": 5, "NotFound": 75}
    assert Counter(answer["__typename"] for answer in answers) == refusals | {"GuaranteeIssued": 200}
    assert serials(answers) == list(range(1, 201))
    assert await models.Certificate.all().count() == await models.AuthKey.all().count() == 200


async def test_applications_at_once_never_pass_the_contracts_limit(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input(amount=1_000_000)])
    more: dict[str, Any] = {"contract": None, "contractId": first["contract"]["id"]}
    given = api_calls.application_input(sample, guarantees=[api_calls.advance_input(amount=4_000_000)], **more)
    answers = await asyncio.gather(*(api.data(api_calls.APPLY, as_="contractor", input=given) for _ in range(20)))
    counts = Counter(answer["applyForGuarantees"]["__typename"] for answer in answers)
    assert counts == {"ApplicationSubmitted": 4, "InvalidInput": 16}
    assert sum(guarantee.amount for guarantee in await models.Guarantee.all()) == 17_000_000


async def test_of_contrary_decisions_at_once_one_holds(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("SUBMITTED", api, sample)
    decline = "mutation($input: GuaranteeReasonInput!) { declineGuarantee(input: $input) { __typename } }"
    reasoned = {"guaranteeId": id_, "reason": "理由"}
    answers = await asyncio.gather(
        *(api.data(api_calls.APPROVE, as_="surety", input={"guaranteeId": id_}) for _ in range(5)),
        *(api.data(decline, as_="surety", input=reasoned) for _ in range(5)),
    )
    kinds = Counter(next(iter(answer.values()))["__typename"] for answer in answers)
    assert kinds["WrongState"] == 9
    assert kinds["GuaranteeApproved"] + kinds["GuaranteeDeclined"] == 1
