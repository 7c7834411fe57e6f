"""issueGuarantee: number, key and certificate, all or nothing, exactly once."""

import datetime

import pytest

import models
from models.audit_records import AuditEvent, IdempotencyRecord, SerialCounter
from models.enums import GuaranteeKind
from models.numbering import JAPAN
from sample.sample_register import SampleRegister
from schema.reading import ids
from security import auth_keys
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.api_calls import ISSUE
from tests.support.fee_rates import minimum_fee, without_rates
from tests.support.refusals import refused, table_contents
from tests.support.states import INVALID, NOT_FOUND, guarantee_in, others_than, rival_guarantee, wrong_state

WHOLE = """
mutation($input: IssueGuaranteeInput!) {
  issueGuarantee(input: $input) {
    ... on GuaranteeIssued {
      guarantee { number status issuedAt handlingBranch { name } certificate { id } history { id } }
      certificate {
        id guaranteeNumber kind status reason amendmentNumber issuedAt principalName principalAddress jointVentureName
        obligeeTitle amount expiryDate projectName contractPrice periodFrom periodTo contractDate depositBank suretyName
        suretyAddress suretyRepresentative handlingBranch { name } guarantee { number }
      }
    }
  }
}
"""


async def test_the_certificate_says_what_was_applied_for(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("APPROVED", api, sample)
    answer = (await api.data(WHOLE, as_="surety", input={"guaranteeId": id_}))["issueGuarantee"]
    certificate_id = answer["certificate"].pop("id")
    issued = {"number": "31083-00001A", "status": "IN_FORCE", "issuedAt": "2026-11-20T03:00:00+00:00"}
    lists = {"certificate": {"id": certificate_id}, "history": [{"id": certificate_id}]}
    assert answer["guarantee"] == issued | lists | {"handlingBranch": {"name": "栃木支店"}}
    contract = api_calls.contract_input(sample)
    copied = ("projectName", "contractPrice", "contractDate", "periodFrom", "periodTo")
    assert answer["certificate"] == {name: contract[name] for name in copied} | {
        "guaranteeNumber": "31083-00001A",
        "kind": "ADVANCE_PAYMENT",
        "status": "CURRENT",
        "reason": "NEW",
        "amendmentNumber": 0,
        "issuedAt": "2026-11-20T03:00:00+00:00",
        "principalName": "○○建設 株式会社",
        "principalAddress": "栃木県●●市●●町0-00-0",
        "jointVentureName": None,
        "obligeeTitle": "栃木県知事",
        "amount": 20_000_000,
        "expiryDate": "2027-08-31",
        "depositBank": "○○銀行　××支店",
        "suretyName": "見本建設業保証株式会社",
        "suretyAddress": "東京都中央区見本町1丁目2番3号",
        "suretyRepresentative": "取締役社長　見本 太郎",
        "handlingBranch": {"name": "栃木支店"},
        "guarantee": {"number": "31083-00001A"},
    }
    assert await AuditEvent.filter(action="guarantee.issued").values_list("subject_id", flat=True) == [
        ids.split(id_)[1]
    ]


async def test_an_electronic_guarantee_gets_a_key_and_one_on_paper_none(api: Api, sample: SampleRegister) -> None:
    guarantees = [api_calls.advance_input(), api_calls.performance_input(medium="PAPER")]
    electronic, paper = await api_calls.issued(api, sample, guarantees=guarantees)
    assert auth_keys.parse(electronic["guarantee"]["authKey"]) == electronic["guarantee"]["authKey"]
    assert set(electronic["guarantee"]["authKey"]) <= set(auth_keys.ALPHABET)
    assert paper["guarantee"]["authKey"] is None
    assert paper["guarantee"]["number"] == paper["certificate"]["guaranteeNumber"] == "31082-00001W"
    assert await models.AuthKey.all().count() == 1


async def test_serials_follow_each_other_within_branch_year_and_kind(api: Api, sample: SampleRegister) -> None:
    numbers = [payload["guarantee"]["number"] for _ in range(3) for payload in await api_calls.issued(api, sample)]
    assert numbers[0::2] == ["31083-00001A", "31083-00002B", "31083-00003C"]
    assert [number[:11] for number in numbers[1::2]] == ["31082-00001", "31082-00002", "31082-00003"]


@pytest.mark.parametrize(
    ("at", "head"),
    [
        (datetime.datetime(2027, 3, 31, 23, 59, 59, tzinfo=JAPAN), "31083-00001"),
        (datetime.datetime(2027, 4, 1, 0, 0, 0, tzinfo=JAPAN), "31093-00001"),
    ],
)
async def test_the_fiscal_year_turns_on_1_april_in_japan(
    api: Api, sample: SampleRegister, at: datetime.datetime, head: str
) -> None:
    id_ = await guarantee_in("APPROVED", api, sample)
    api.clock.at = at
    assert (await api_calls.issue(api, id_))["guarantee"]["number"][:11] == head


async def test_the_same_idempotency_key_gives_the_first_result(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("APPROVED", api, sample)
    first = await api_calls.issue(api, id_, idempotencyKey="i-1")
    before = await table_contents(but=("audit_event",))
    assert await api_calls.issue(api, id_, idempotencyKey="i-1") == first
    assert await table_contents(but=("audit_event",)) == before
    assert await AuditEvent.filter(action="auth_key.revealed").count() == 2


async def test_the_same_key_for_another_guarantee_is_a_conflict(api: Api, sample: SampleRegister) -> None:
    await api_calls.issue(api, await guarantee_in("APPROVED", api, sample), idempotencyKey="i-2")
    given = {"guaranteeId": await guarantee_in("APPROVED", api, sample), "idempotencyKey": "i-2"}
    answer = await refused(api, ISSUE, as_="surety", input=given)
    assert answer["__typename"] == "IdempotencyConflict"


async def test_a_key_that_came_with_a_refusal_is_not_used_up(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("SUBMITTED", api, sample)
    await refused(api, ISSUE, as_="surety", input={"guaranteeId": id_, "idempotencyKey": "i-3"})
    assert await IdempotencyRecord.all().count() == 0
    await api_calls.approve(api, id_)
    assert (await api_calls.issue(api, id_, idempotencyKey="i-3"))["guarantee"]["id"] == id_


@pytest.mark.parametrize("key", ["", "k" * 121, "a\nb", "a\x00b"])
async def test_a_malformed_idempotency_key_is_refused(api: Api, sample: SampleRegister, key: str) -> None:
    given = {"guaranteeId": await guarantee_in("APPROVED", api, sample), "idempotencyKey": key}
    message = {"path": ["idempotencyKey"], "code": "MALFORMED"}
    answer = await refused(api, ISSUE.replace("... on WrongState", PROBLEMS), as_="surety", input=given)
    assert answer == INVALID | {"problems": [message]}


PROBLEMS = "... on InvalidInput { problems { path code } } ... on WrongState"


@pytest.mark.parametrize("state", others_than("APPROVED", "AWAITING_FEE"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    given = {"guaranteeId": await guarantee_in(state, api, sample)}
    assert await refused(api, ISSUE, as_="surety", input=given) == wrong_state(state)


async def test_it_is_not_issued_before_the_fee_has_come_in(api: Api, sample: SampleRegister) -> None:
    given = {"guaranteeId": await guarantee_in("AWAITING_FEE", api, sample)}
    message = "保証料の入金が確認できていないため、発行できません。"
    assert await refused(api, ISSUE, as_="surety", input=given) == {"__typename": "FeeNotReceived", "message": message}


async def test_when_all_serials_are_used_up_nothing_is_issued(api: Api, sample: SampleRegister) -> None:
    kind = GuaranteeKind.ADVANCE_PAYMENT
    await SerialCounter.create(branch_id=sample.branch.id, fiscal_year=2026, kind=kind, last_serial=99_998)
    last = await api_calls.issue(api, await guarantee_in("APPROVED", api, sample))
    assert last["guarantee"]["number"][:11] == "31083-99999"
    given = {"guaranteeId": await guarantee_in("APPROVED", api, sample)}
    assert (await refused(api, ISSUE, as_="surety", input=given))["__typename"] == "SerialsUsedUp"


async def test_a_foreign_or_unknown_guarantee_is_not_found(api: Api, sample: SampleRegister) -> None:
    for id_ in (await rival_guarantee(api, sample), "x", f"Guarantee_{'0' * 32}"):
        assert await refused(api, ISSUE, as_="surety", input={"guaranteeId": id_}) == NOT_FOUND


async def test_what_changes_afterwards_does_not_reach_the_certificate(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("IN_FORCE", api, sample)
    guarantee = await models.Guarantee.get(id=ids.split(id_)[1])
    await models.Contract.filter(id=guarantee.contract_id).update(project_name="別の工事")
    selected = "... on Guarantee { contract { projectName } certificate { projectName } }"
    query = f"query($id: ID!) {{ node(id: $id) {{ {selected} }} }}"
    assert await api.data(query, as_="surety", id=id_) == {
        "node": {"contract": {"projectName": "別の工事"}, "certificate": {"projectName": "●●●●工事"}}
    }
    assert guarantee.issued_at == NOON


async def test_what_cannot_be_charged_is_not_issued(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("APPROVED", api, sample)
    for rates, refusal in ((without_rates(), "FeeRatesMissing"), (minimum_fee(20_000_001), "FeeAboveAmount")):
        async with rates:
            assert (await refused(api, ISSUE, as_="surety", input={"guaranteeId": id_}))["__typename"] == refusal
            answer = await api.data(api_calls.ISSUE_EACH, as_="surety", input={"guaranteeIds": [id_]})
            (each,) = answer["issueGuarantees"]["results"]
            assert each["result"]["__typename"] == refusal
    assert (await api_calls.issue(api, id_))["guarantee"]["number"] == "31083-00001A"
