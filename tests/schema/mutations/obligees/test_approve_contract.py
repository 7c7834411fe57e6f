"""approveContractForElectronic: single contracts, where an obligee accepts electronic guarantees for these only."""

import asyncio
from typing import Any

import pytest

from models.audit_records import AuditEvent
from models.enums import AccountRole, Role
from models.parties.account import Account
from models.parties.contract_approval import ContractApproval
from resolvers import quotas
from sample.sample_register import SampleRegister
from tests.conftest import EMAILS, Api
from tests.support import api_calls
from tests.support.api_calls import APPLY
from tests.support.drafts import SUBMIT
from tests.support.handovers import NOON_THEN
from tests.support.parties import rules
from tests.support.parties.rules import id_of, of_every_kind, set_rules
from tests.support.refusals import error_of, refused, table_contents
from tests.support.states import RETURN

APPROVE = """mutation($input: ApproveContractInput!) { approveContractForElectronic(input: $input) { __typename
  ... on UserError { message } ... on InvalidInput { problems { path code message } }
  ... on ContractApproved { approval { id projectName corporateNumber approvedAt } } } }"""
OWN = "0000000000001"
"""The sample contractor's number."""
CHANGE = """mutation($i: ChangeContractInput!) { changeContract(input: $i) { __typename
  ... on InvalidInput { problems { path code } } } }"""


def given(sample: SampleRegister, *, obligee: str = "見本町", **changes: Any) -> dict[str, Any]:
    """The project of the usual contract, whoever contracts for it."""
    return {"obligeeId": id_of(sample, obligee), "projectName": "●●●●工事"} | changes


async def approve(api: Api, sample: SampleRegister, *, as_: str = "operator", **changes: Any) -> dict[str, Any]:
    """What is approved."""
    input_ = {name: value for name, value in given(sample, **changes).items() if value is not None}
    answer = (await api.data(APPROVE, as_=as_, input=input_))["approveContractForElectronic"]
    assert answer["__typename"] == "ContractApproved", answer
    return answer["approval"]


async def restricted(api: Api, sample: SampleRegister) -> None:
    """見本町 accepts electronic guarantees for approved contracts only."""
    await set_rules(api, sample, acceptances=of_every_kind(approvedContractsOnly=True))


def application(sample: SampleRegister, **changes: Any) -> dict[str, Any]:
    contract = api_calls.contract_input(sample, obligee="見本町", **changes)
    return api_calls.application_input(sample, contract=contract)


async def outcome(api: Api, sample: SampleRegister, **changes: Any) -> str:
    """The type of the answer to an application with this contract."""
    answer = await api.data(APPLY, as_="contractor", input=application(sample, **changes))
    return answer["applyForGuarantees"]["__typename"]


async def test_an_approved_contract_is_accepted(api: Api, sample: SampleRegister) -> None:
    await restricted(api, sample)
    answer = await refused(api, APPLY, as_="contractor", input=application(sample))
    assert answer == {
        "__typename": "ObligeeDoesNotAcceptElectronic", "acceptedFrom": None,
        "message": "この発注者は、承認した契約に限り電子保証を受け付けています。"
        "発注者の承認を受けるか、証書（紙）を選択してください。"}  # fmt: skip
    approval = await approve(api, sample)
    assert approval.pop("id").startswith("ContractApproval_")
    assert approval == {
        "projectName": "●●●●工事", "corporateNumber": None, "approvedAt": NOON_THEN}  # fmt: skip
    assert await outcome(api, sample) == "ApplicationSubmitted"
    assert await outcome(api, sample, projectName="別の工事") == "ObligeeDoesNotAcceptElectronic"
    assert await outcome(api, sample, contractDate="2026-03-31") == "ObligeeDoesNotAcceptElectronic"


async def test_names_match_as_in_searches(api: Api, sample: SampleRegister) -> None:
    await restricted(api, sample)
    await approve(api, sample, projectName="　県道　ﾊﾞｲﾊﾟｽ　高崎工事 ")
    assert await outcome(api, sample, projectName="県道バイパス髙﨑工事") == "ApplicationSubmitted"


@pytest.mark.parametrize(
    ("number", "expected"),
    [(OWN, "ApplicationSubmitted"), ("０００００００００００２０", "ObligeeDoesNotAcceptElectronic")],
)
async def test_of_one_company(api: Api, sample: SampleRegister, number: str, expected: str) -> None:
    await restricted(api, sample)
    await approve(api, sample, corporateNumber=number)
    assert await outcome(api, sample) == expected


async def test_of_another_obligee_it_does_not_count(api: Api, sample: SampleRegister) -> None:
    await restricted(api, sample)
    await approve(api, sample, obligee="富士市")
    assert await outcome(api, sample) == "ObligeeDoesNotAcceptElectronic"


async def test_a_registered_contract(api: Api, sample: SampleRegister) -> None:
    await restricted(api, sample)
    paper = application(sample, projectName="𠮷野橋工事") | {
        "guarantees": [api_calls.performance_input(medium="PAPER")]
    }
    answer = (await api.data(APPLY, as_="contractor", input=paper))["applyForGuarantees"]["application"]
    contract_id = answer["contract"]["id"]
    again = api_calls.application_input(sample, contract=None, contractId=contract_id)
    again["guarantees"] = [api_calls.advance_input()]
    refusal = await refused(api, APPLY, as_="contractor", input=again)
    assert refusal["__typename"] == "ObligeeDoesNotAcceptElectronic"
    approval = await approve(api, sample, projectName=None, contractId=contract_id)
    assert (approval["projectName"], approval["corporateNumber"]) == ("𠮷野橋工事", OWN)
    answer = (await api.data(APPLY, as_="contractor", input=again))["applyForGuarantees"]
    assert answer["__typename"] == "ApplicationSubmitted"
    foreign = given(sample, obligee="栃木県", contractId=contract_id)
    del foreign["projectName"]
    for viewer in ("obligee", "operator"):
        assert (await refused(api, APPROVE, as_=viewer, input=foreign))["__typename"] == "NotFound"


async def test_an_approval_goes_with_the_name(api: Api, sample: SampleRegister) -> None:
    await restricted(api, sample)
    await approve(api, sample)
    answer = (await api.data(APPLY, as_="contractor", input=application(sample)))["applyForGuarantees"]["application"]
    for guarantee in answer["guarantees"]:
        await api.data(RETURN, as_="surety", input={"guaranteeId": guarantee["id"], "reason": "再確認"})
    again = await api.data(SUBMIT, as_="contractor", input={"applicationId": answer["id"]})
    assert again["submitApplication"]["__typename"] == "ApplicationSubmitted"
    change = {"contractId": answer["contract"]["id"], "version": 1, "reason": "訂正"}
    refusal = await refused(api, CHANGE, as_="surety", i=change | {"projectName": "別の工事"})
    assert [each["code"] for each in refusal["problems"]] == ["OBLIGEE_DOES_NOT_ACCEPT_ELECTRONIC"] * 2
    await approve(api, sample, projectName="別の工事", corporateNumber=OWN)
    found = await api.data(CHANGE, as_="surety", i=change | {"projectName": "別の工事"})
    assert found["changeContract"]["__typename"] == "ContractChanged"


async def test_approving_again_changes_nothing(api: Api, sample: SampleRegister) -> None:
    first = await approve(api, sample)
    assert await approve(api, sample, projectName="●●●● 工事") == first
    await asyncio.gather(*(approve(api, sample, projectName="橋", corporateNumber=OWN) for _ in range(3)))
    assert await ContractApproval.all().count() == 2
    events = await AuditEvent.filter(action="obligee.contract_approved").order_by("id")
    assert [event.subject for event in events] == ["* ●●●●工事", f"{OWN} 橋"]
    assert {event.subject_id for event in events} == {sample.obligees["見本町"].id}


async def test_a_repetition_of_what_changed_nothing(api: Api, sample: SampleRegister) -> None:
    first = await approve(api, sample)
    assert await approve(api, sample, idempotencyKey="k") == first
    before = await table_contents()
    assert await approve(api, sample, idempotencyKey="k") == first
    assert await table_contents() == before


async def test_a_repetition_with_the_same_key(api: Api, sample: SampleRegister) -> None:
    first = await approve(api, sample, idempotencyKey="k")
    before = await table_contents()
    assert await approve(api, sample, idempotencyKey="k") == first
    assert await table_contents() == before
    other = given(sample, idempotencyKey="k", projectName="別")
    assert (await refused(api, APPROVE, as_="operator", input=other))["__typename"] == "IdempotencyConflict"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"contractId": "Contract_" + "0" * 32}, ["projectName EXACTLY_ONE"]),
        ({"projectName": None}, ["projectName EXACTLY_ONE"]),
        ({"projectName": " "}, ["projectName REQUIRED"]),
        ({"projectName": "橋" * 121, "corporateNumber": "1"}, ["projectName TOO_LONG", "corporateNumber MALFORMED"]),
        ({"projectName": None, "contractId": "Contract_" + "0" * 32, "corporateNumber": OWN},
         ["corporateNumber NOT_APPLICABLE"]),
    ],
)  # fmt: skip
async def test_what_is_no_contract(
    api: Api, sample: SampleRegister, changes: dict[str, Any], expected: list[str]
) -> None:
    answer = await refused(api, APPROVE, as_="operator", input=given(sample, **changes))
    assert [f"{'.'.join(each['path'])} {each['code']}" for each in answer["problems"]] == expected


async def test_officials_approve_for_their_own_obligee(api: Api, sample: SampleRegister) -> None:
    own = Account.filter(email=EMAILS["obligee"])
    await own.update(account_role=AccountRole.STAFF)
    try:
        approval = await approve(api, sample, obligee="栃木県", as_="obligee", projectName="髙﨑𠮷" * 40)
    finally:
        await own.update(account_role=AccountRole.ADMINISTRATOR)
    assert (await refused(api, APPROVE, as_="obligee", input=given(sample)))["__typename"] == "NotFound"
    for viewer in ("contractor", "surety", "system"):
        assert (await error_of(api, APPROVE, as_=viewer, input=given(sample)))[1] == "FORBIDDEN"
    node = "query($id: ID!) { node(id: $id) { ... on ContractApproval { projectName } } }"
    for viewer, found in (("obligee", {"projectName": "髙﨑𠮷" * 40}), ("city", None), ("contractor", None)):
        assert (await api.data(node, as_=viewer, id=approval["id"]))["node"] == found


async def test_readers_approve_nothing(api: Api, sample: SampleRegister) -> None:
    own = Account.filter(email=EMAILS["obligee"])
    await own.update(account_role=AccountRole.READER)
    try:
        assert (await error_of(api, APPROVE, as_="obligee", input=given(sample, obligee="栃木県")))[1] == "FORBIDDEN"
    finally:
        await own.update(account_role=AccountRole.ADMINISTRATOR)


async def test_there_is_an_hourly_limit(api: Api, sample: SampleRegister) -> None:
    await rules.use_up(quotas.CONTRACT_APPROVALS, sample, Role.OPERATOR)
    assert (await error_of(api, APPROVE, as_="operator", input=given(sample)))[1] == "TOO_MANY_REQUESTS"
