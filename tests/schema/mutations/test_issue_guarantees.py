"""issueGuarantees: many at a time, each all or nothing, with one result each."""

import asyncio
from collections import Counter
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.api_calls import ISSUE_EACH
from tests.support.database.sql_statements import recorded_statements
from tests.support.refusals import refused
from tests.support.states import INVALID, NOT_FOUND, guarantee_in, rival_guarantee, wrong_state
from tests.support.use_cases import advance, many_approved

DEEP = """
mutation($input: IssueGuaranteesInput!) {
  issueGuarantees(input: $input) {
    ...Tried
  }
}
fragment Tried on GuaranteesTried {
  results { ... on GuaranteeResult { result { __typename ...Issued } } again: result { ...Issued } }
}
fragment Issued on GuaranteeIssued {
  guarantee { number contract { projectName obligee { name } } history { guaranteeNumber } }
  certificate { issuedAt handlingBranch { name } }
}
"""


async def approved(sample: SampleRegister, count: int) -> list[str]:
    return [ids.to_id("Guarantee", id_) for id_ in await many_approved(sample, count, advance())]


async def issue(api: Api, guarantee_ids: list[str], **more: Any) -> list[dict[str, Any]]:
    answer = await api.data(ISSUE_EACH, as_="surety", input={"guaranteeIds": guarantee_ids} | more)
    assert answer["issueGuarantees"]["__typename"] == "GuaranteesTried", answer
    return answer["issueGuarantees"]["results"]


async def test_each_has_its_answer_in_the_order_given(api: Api, sample: SampleRegister) -> None:
    foreign = await rival_guarantee(api, sample)
    ready, expired, waiting = [
        await guarantee_in(state, api, sample) for state in ("APPROVED", "EXPIRED", "AWAITING_FEE")
    ]
    given = [expired, ready, foreign, ready, waiting]
    results = await issue(api, given)
    assert [result["guaranteeId"] for result in results] == given
    first, second, third, fourth, fifth = (result["result"] for result in results)
    assert (first, third, fourth) == (wrong_state("EXPIRED"), NOT_FOUND, wrong_state("IN_FORCE"))
    assert fifth["__typename"] == "FeeNotReceived"
    assert second["guarantee"]["number"] == second["certificate"]["guaranteeNumber"] == "31083-00002B"
    assert second["guarantee"]["id"] == ready


async def test_five_hundred_in_one_call(api: Api, sample: SampleRegister) -> None:
    given = await approved(sample, 500)
    results = await issue(api, given, idempotencyKey="all")
    serials = [int(result["result"]["guarantee"]["number"][6:11]) for result in results]
    assert sorted(serials) == list(range(1, 501))
    assert len({result["result"]["guarantee"]["authKey"] for result in results}) == 500
    assert await AuditEvent.filter(action="auth_key.revealed").count() == 500
    assert await issue(api, given, idempotencyKey="all") == results
    assert await models.Certificate.all().count() == 500


async def test_what_is_selected_is_loaded_in_as_many_statements_for_many_as_for_two(
    api: Api, sample: SampleRegister
) -> None:
    counts: list[int] = []
    for count in (2, 40):
        given = await approved(sample, count)
        with recorded_statements() as statements:
            answer = await api.data(DEEP, as_="surety", input={"guaranteeIds": given})
        counts.append(len(statements))
        (found, again), *_ = [result.values() for result in answer["issueGuarantees"]["results"]]
        assert found["guarantee"]["contract"] == {"projectName": "●●●●工事", "obligee": {"name": "栃木県"}}
        assert found["guarantee"]["history"] == [{"guaranteeNumber": found["guarantee"]["number"]}]
        assert found["certificate"]["handlingBranch"] == {"name": "栃木支店"}
        assert again == {name: found[name] for name in again}
    # session; eight to issue; contract, obligee, history; branch
    assert counts == [13, 13]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ([], {"path": ["guaranteeIds"], "code": "OUT_OF_RANGE"}),
        ([f"Guarantee_{number:032x}" for number in range(1, 502)], {"path": ["guaranteeIds"], "code": "OUT_OF_RANGE"}),
        ([f"Guarantee_{1:032x}", "x"], {"path": ["guaranteeIds", "1"], "code": "MALFORMED"}),
        ([f"Contract_{1:032x}"], {"path": ["guaranteeIds", "0"], "code": "MALFORMED"}),
    ],
    ids=["none", "too many", "malformed", "of a contract"],
)
async def test_the_whole_call_is_refused(
    api: Api, sample: SampleRegister, given: list[str], problem: dict[str, Any]
) -> None:
    answer = await refused(api, ISSUE_EACH, as_="surety", input={"guaranteeIds": given, "idempotencyKey": "k"})
    assert answer == INVALID | {"problems": [problem]}


async def test_a_malformed_key_is_refused(api: Api, sample: SampleRegister) -> None:
    given = {"guaranteeIds": await approved(sample, 1), "idempotencyKey": ""}
    answer = await refused(api, ISSUE_EACH, as_="surety", input=given)
    assert answer == INVALID | {"problems": [{"path": ["idempotencyKey"], "code": "MALFORMED"}]}


async def test_the_same_key_for_others_is_a_conflict(api: Api, sample: SampleRegister) -> None:
    given = await approved(sample, 3)
    await issue(api, given[:2], idempotencyKey="k")
    answer = await refused(api, ISSUE_EACH, as_="surety", input={"guaranteeIds": given, "idempotencyKey": "k"})
    assert answer["__typename"] == "IdempotencyConflict"


async def test_a_call_whose_answer_was_lost_is_repeated_with_its_key(api: Api, sample: SampleRegister) -> None:
    given = await approved(sample, 100)
    call = asyncio.create_task(issue(api, given, idempotencyKey="k"))
    while not await models.Certificate.all().exists():  # noqa: ASYNC110 -- in the database, where no event is set
        await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    results = await issue(api, given, idempotencyKey="k")
    assert {result["result"]["__typename"] for result in results} == {"GuaranteeIssued"}
    assert await models.Certificate.all().count() == await models.AuthKey.all().count() == 100
    assert await AuditEvent.filter(action="guarantee.issued").count() == 100


async def test_one_that_fails_unexpectedly_is_null_and_told_and_the_others_are_issued(
    api: Api, sample: SampleRegister
) -> None:
    given = await approved(sample, 5)
    await models.Guarantee.filter(id=ids.split(given[3])[1]).update(expiry_date=None)
    response = await api.post(ISSUE_EACH, as_="surety", input={"guaranteeIds": given})
    body = response.json()
    results = body["data"]["issueGuarantees"]["results"]
    kinds = [result["result"] and result["result"]["__typename"] for result in results]
    assert kinds == ["GuaranteeIssued"] * 3 + [None, "GuaranteeIssued"]
    (error,) = body["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["path"] == ["issueGuarantees", "results", 3, "result"]
    assert "expiry" not in response.text


async def test_single_issues_and_calls_of_many_at_once_number_without_a_gap(api: Api, sample: SampleRegister) -> None:
    given = await approved(sample, 120)
    calls = [given[:40], given[30:70], given[70:20:-1]]
    many = asyncio.gather(*(issue(api, part) for part in calls))
    await asyncio.gather(*(api_calls.issue(api, id_) for id_ in given[71:]))
    results = [result["result"] for part in await many for result in part]
    assert Counter(result["__typename"] for result in results) == {"GuaranteeIssued": 71, "WrongState": 59}
    serials = await models.Guarantee.filter(number__isnull=False).order_by("serial").values_list("serial", flat=True)
    assert serials == list(range(1, 121))
