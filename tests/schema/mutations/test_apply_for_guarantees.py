"""applyForGuarantees stores an application once."""

import asyncio
import datetime
from typing import Any

import models
from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls
from tests.support.access import joint_ventures
from tests.support.refusals import refused, table_contents

WHOLE = """
mutation($input: ApplyForGuaranteesInput!) {
  applyForGuarantees(input: $input) {
    __typename
    ... on ApplicationSubmitted {
      application {
        submittedAt notifyOnCompletion email contactDepartment contactTitle contactName contactTelephone
        submissionBranch { code } messages { from body sentAt }
        contract {
          projectName contractType contractPrice currentFiscalYearBase contractDate tenderNoticeDate bidDate periodFrom
          periodTo advancePaymentPlanned lowPriceOrLabourOnly jointVentureName jointVentureMembers
          jointVentureParties { name address sharePercent isLead }
          contractor { name } obligee { name }
        }
        guarantees {
          kind medium status statusReason number amount ratio expiryDate depositBank redeposit recognizedOn
          feePaymentMethod billTo feePaidOn issuedAt handlingBranch { code } authKey certificate { id } history { id }
        }
      }
    }
  }
}
"""
RARE = "髙﨑𠮷葛\U000e0100"
UNISSUED = dict.fromkeys(
    ("statusReason", "number", "expiryDate", "recognizedOn", "feePaidOn", "issuedAt", "handlingBranch", "authKey")
) | {"certificate": None, "history": []}


async def submitted(api: Api, given: dict[str, Any]) -> dict[str, Any]:
    answer = (await api.data(WHOLE, as_="contractor", input=given))["applyForGuarantees"]
    assert answer["__typename"] == "ApplicationSubmitted"
    return answer["application"]


async def test_both_guarantees_are_submitted_with_all_that_was_given(api: Api, sample: SampleRegister) -> None:
    contacts = {"contactDepartment": "総務部", "contactTitle": "部長", "contactName": "見本 花子"}
    contacts["contactTelephone"] = "028-000-0002"
    application = await submitted(api, api_calls.application_input(sample, message=" 至急お願いします。\n", **contacts))
    contract, guarantees = application.pop("contract"), application.pop("guarantees")
    message = {"from": "CONTRACTOR", "body": "至急お願いします。", "sentAt": "2026-11-20T03:00:00+00:00"}
    rest = {"notifyOnCompletion": True, "email": "soumu@example.jp", "submissionBranch": {"code": "310"}}
    assert application == contacts | rest | {"messages": [message], "submittedAt": "2026-11-20T03:00:00+00:00"}
    asked = api_calls.contract_input(sample)
    del asked["obligeeId"], asked["isAnother"]
    unsaid = dict.fromkeys(("currentFiscalYearBase", "tenderNoticeDate", "bidDate", "jointVentureName"))
    defaults = {"advancePaymentPlanned": True, "lowPriceOrLabourOnly": False, "jointVentureMembers": []}
    defaults["jointVentureParties"] = []
    parties = {"contractor": {"name": "○○建設 株式会社"}, "obligee": {"name": "栃木県"}}
    assert contract == asked | unsaid | defaults | parties
    new = UNISSUED | {"status": "SUBMITTED", "feePaymentMethod": "MONTHLY_CONSOLIDATED"}
    bankless = {"depositBank": None, "redeposit": None}
    assert guarantees == [
        api_calls.advance_input() | new | {"ratio": 0.4},
        api_calls.performance_input() | new | bankless | {"ratio": 0.1},
    ]
    assert await AuditEvent.all().values_list("action", flat=True) == ["application.submitted"]


async def test_a_joint_venture_with_a_base_of_this_fiscal_year(api: Api, sample: SampleRegister) -> None:
    venture: dict[str, Any] = {
        "jointVentureName": "○○・△△共同企業体",
        "jointVentureMembers": ["○○建設 株式会社", " △△土木 "],
    }
    contract = api_calls.contract_input(sample, currentFiscalYearBase=20_000_000, **venture)
    application = await submitted(
        api,
        api_calls.application_input(sample, contract=contract, guarantees=[api_calls.advance_input(amount=8_000_000)]),
    )
    names = ["○○建設 株式会社", "△△土木"]
    assert application["contract"]["jointVentureMembers"] == names
    assert [each["name"] for each in application["contract"]["jointVentureParties"]] == names
    assert [each["isLead"] for each in application["contract"]["jointVentureParties"]] == [True, False]
    assert application["contract"]["currentFiscalYearBase"] == 20_000_000
    assert application["guarantees"][0]["ratio"] == 0.4


async def test_a_joint_venture_whose_members_are_known(api: Api, sample: SampleRegister) -> None:
    rare: dict[str, Any] = {
        "name": f"{RARE}ﾊﾞｲﾊﾟｽか\u3099 ㈱",
        "address": f"{RARE}市ﾋﾞﾙ" + "長" * 20,
        "sharePercent": 0.01,
    }
    given = [{"name": "○○建設㈱", "sharePercent": 59.99}, joint_ventures.parties(sample)[1], rare]
    contract = joint_ventures.contract_input(sample, jointVentureParties=given)
    application = await submitted(api, api_calls.application_input(sample, contract=contract))
    composed = rare["name"].replace("か\u3099", "が")
    assert application["contract"]["jointVentureMembers"] == ["○○建設㈱", "△△建設 株式会社", composed]
    expected = [
        {"name": "○○建設㈱", "address": "栃木県●●市●●町0-00-0", "sharePercent": 59.99, "isLead": True},
        {"name": "△△建設 株式会社", "address": "栃木県▲▲市▲▲町0-00-0", "sharePercent": 40.0, "isLead": False},
        rare | {"name": composed, "isLead": False},
    ]
    assert application["contract"]["jointVentureParties"] == expected


async def test_sums_far_above_2_to_the_31st(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, contractPrice=3_000_000_000)
    amounts = [api_calls.advance_input(amount=1_200_000_000), api_calls.performance_input(amount=2_999_999_999)]
    application = await submitted(api, api_calls.application_input(sample, contract=contract, guarantees=amounts))
    assert application["contract"]["contractPrice"] == 3_000_000_000
    assert [guarantee["amount"] for guarantee in application["guarantees"]] == [1_200_000_000, 2_999_999_999]


async def test_the_largest_yen_is_a_price_like_any_other(api: Api, sample: SampleRegister) -> None:
    largest = 2**53 - 1
    contract = api_calls.contract_input(sample, contractPrice=largest)
    guarantees = [api_calls.performance_input(amount=largest)]
    application = await submitted(api, api_calls.application_input(sample, contract=contract, guarantees=guarantees))
    assert application["contract"]["contractPrice"] == application["guarantees"][0]["amount"] == largest


async def test_half_width_text_of_the_deposit_bank_is_made_full_width(api: Api, sample: SampleRegister) -> None:
    guarantees = [api_calls.advance_input(depositBank=" ﾐﾎﾝ銀行 No.1ｼﾃﾝ ")]
    application = await submitted(api, api_calls.application_input(sample, guarantees=guarantees))
    assert application["guarantees"][0]["depositBank"] == "ミホン銀行　Ｎｏ．１シテン"


async def test_a_registered_contract_is_taken_again(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input()])
    again = {"contract": None, "contractId": first["contract"]["id"], "guarantees": [api_calls.performance_input()]}
    second = await api_calls.apply(api, sample, **again)
    assert second["contract"] == first["contract"]
    assert await models.Contract.all().count() == 1


async def test_an_intermediate_advance_after_an_advance(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input()])
    asked = api_calls.advance_input(kind="INTERMEDIATE_ADVANCE_PAYMENT", amount=10_000_000, recognizedOn="2026-11-19")
    again = api_calls.application_input(sample) | {"contract": None, "contractId": first["contract"]["id"]}
    application = await submitted(api, again | {"guarantees": [asked]})
    assert application["guarantees"][0]["recognizedOn"] == "2026-11-19"
    assert application["guarantees"][0]["ratio"] == 0.2


TWICE = api_calls.APPLY.replace(
    "... on UserError { message }",
    "... on UserError { message } ... on ContractAlreadyRegistered { contract { id projectName guarantees { id } } }",
)


async def test_the_same_contract_is_registered_once(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, projectName="市道1号線 改良工事（その２）", isAnother=False)
    first = await api_calls.apply(api, sample, contract=contract, guarantees=[api_calls.advance_input()])
    again = contract | {"projectName": "市道１号線改良工事(その2)", "periodTo": "2027-12-31"}
    given = api_calls.application_input(sample, contract=again, guarantees=[api_calls.advance_input()])
    answer = await refused(api, TWICE, as_="contractor", input=given)
    message = (
        "同じ契約（発注者・件名・契約日・契約金額）が、すでに登録されています。登録済みの契約を選択してお申し込みください。"
        "別の契約である場合は、その旨を指定してください。"
    )
    registered = {"id": first["contract"]["id"], "projectName": "市道1号線 改良工事（その２）"}
    guarantees = {"guarantees": [{"id": first["guarantees"][0]["id"]}]}
    assert answer == {
        "__typename": "ContractAlreadyRegistered",
        "message": message,
        "contract": registered | guarantees,
    }
    by_id: dict[str, Any] = {"contract": None, "contractId": answer["contract"]["id"]}
    second = await api_calls.apply(api, sample, guarantees=[api_calls.performance_input()], **by_id)
    assert second["contract"] == first["contract"]
    another = await api_calls.apply(
        api, sample, contract=again | {"isAnother": True}, guarantees=[api_calls.advance_input()]
    )
    assert another["contract"] != first["contract"]


async def test_a_retry_answers_the_first_application_of_its_contract(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, isAnother=False)
    first = await api_calls.apply(api, sample, contract=contract, idempotencyKey="k")
    assert await api_calls.apply(api, sample, contract=contract, idempotencyKey="k") == first


async def test_the_same_idempotency_key_gives_the_first_application(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample, idempotencyKey="a-1")
    before = await table_contents()
    assert await api_calls.apply(api, sample, idempotencyKey="a-1") == first
    assert await table_contents() == before
    api.clock.at = NOON + datetime.timedelta(hours=24, seconds=1)
    assert (await api_calls.apply(api, sample, idempotencyKey="a-1"))["id"] != first["id"]


async def test_at_the_same_moment_one_key_makes_one_application(api: Api, sample: SampleRegister) -> None:
    answers = await asyncio.gather(*(api_calls.apply(api, sample, idempotencyKey="a-2") for _ in range(10)))
    assert len({answer["id"] for answer in answers}) == 1
    assert await models.Application.all().count() == 1
    assert await models.Guarantee.all().count() == 2


async def test_the_same_key_with_other_input_is_a_conflict(api: Api, sample: SampleRegister) -> None:
    await api_calls.apply(api, sample, idempotencyKey="a-3")
    other = api_calls.application_input(sample, idempotencyKey="a-3", email="other@example.jp")
    message = "同じ冪等キー（idempotencyKey）が、異なる内容の要求に使われています。"
    answer = await refused(api, api_calls.APPLY, as_="contractor", input=other)
    assert answer == {"__typename": "IdempotencyConflict", "message": message}


async def test_one_operation_can_apply_under_aliases_one_after_the_other(api: Api, sample: SampleRegister) -> None:
    query = """mutation($a: ApplyForGuaranteesInput!) {
      one: applyForGuarantees(input: $a) { ... on ApplicationSubmitted { application { id } } }
      two: applyForGuarantees(input: $a) { ... on ApplicationSubmitted { application { id } } } }"""
    answer = await api.data(query, as_="contractor", a=api_calls.application_input(sample))
    assert answer["one"]["application"]["id"] < answer["two"]["application"]["id"]
    assert ids.split(answer["one"]["application"]["id"])[0] == "Application"
