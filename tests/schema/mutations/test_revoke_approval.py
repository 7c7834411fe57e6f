"""revokeApproval."""

from typing import Any

import pytest

from models.audit_records import AuditEvent
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.document_rendering import render_all
from tests.support.refusals import refused
from tests.support.states import (
    INVALID,
    NOT_FOUND,
    PROBLEMS,
    RECORD_FEE,
    REVIEWED,
    WITHDRAW,
    guarantee_in,
    others_than,
    rival_guarantee,
    status_of,
    wrong_state,
)

REVOKE = f"""
mutation($input: GuaranteeReasonInput!) {{ revokeApproval(input: $input) {REVIEWED} {PROBLEMS}
  ... on ApprovalRevoked {{ guarantee {{ id status statusReason expiryDate application {{ id }}
    feeStatements {{ fee earlierCharges due dueOn lines {{ description }} }} }} }} }} }}
"""
STATEMENTS = "query($id: ID!) { node(id: $id) { ... on Guarantee { feeStatements { fee earlierCharges due dueOn } } } }"
REASON = "工期の終期をご確認ください。"
ASKED = {"fee": 68_000, "earlierCharges": 0, "due": 68_000, "dueOn": "2026-12-04"}
CANCELLED = {"fee": 0, "earlierCharges": 68_000, "due": -68_000, "dueOn": None}


async def revoke(api: Api, id_: str) -> Any:
    answer = await api.data(REVOKE, as_="surety", input={"guaranteeId": id_, "reason": f" {REASON}\n"})
    assert answer["revokeApproval"]["__typename"] == "ApprovalRevoked"
    return answer["revokeApproval"]["guarantee"]


async def statements(api: Api, id_: str) -> Any:
    return (await api.data(STATEMENTS, as_="contractor", id=id_))["node"]["feeStatements"]


@pytest.mark.parametrize("state", ["APPROVED", "AWAITING_FEE"])
async def test_an_approved_guarantee_goes_back_into_review(api: Api, sample: SampleRegister, state: str) -> None:
    # given
    id_ = await guarantee_in(state, api, sample)
    # when
    guarantee = await revoke(api, id_)
    # then
    assert guarantee["id"] == id_
    assert guarantee["status"] == await status_of(id_) == "SUBMITTED"
    assert (guarantee["statusReason"], guarantee["expiryDate"]) == (REASON, None)
    events = AuditEvent.filter(action="guarantee.approval_revoked")
    assert await events.values_list("subject_id", flat=True) == [ids.split(id_)[1]]


async def test_a_fee_that_is_paid_monthly_has_no_statement_to_cancel(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("APPROVED", api, sample)
    assert (await revoke(api, id_))["feeStatements"] == []


async def test_an_unpaid_fee_is_no_longer_asked_for(api: Api, sample: SampleRegister) -> None:
    # given
    id_ = await guarantee_in("AWAITING_FEE", api, sample)
    # when
    asked, cancelled = (await revoke(api, id_))["feeStatements"]
    # then
    assert [line["description"] for line in cancelled.pop("lines")] == [
        "承認の取消しにより、保証料はかかりません",
        "未納のため、返戻はありません",
    ]
    asked.pop("lines")
    assert [asked, cancelled] == await statements(api, id_) == [ASKED, CANCELLED]
    assert await render_all() == 2


async def test_the_next_approval_states_its_fee_anew(api: Api, sample: SampleRegister) -> None:
    # given
    id_ = await guarantee_in("AWAITING_FEE", api, sample)
    await revoke(api, id_)
    # when
    await api_calls.approve(api, id_)
    # then
    assert await status_of(id_) == "AWAITING_FEE"
    assert await statements(api, id_) == [ASKED, CANCELLED, ASKED]
    query = "query($id: ID!) { node(id: $id) { ... on Guarantee { statusReason expiryDate } } }"
    node = (await api.data(query, as_="contractor", id=id_))["node"]
    assert node == {"statusReason": None, "expiryDate": "2027-08-31"}
    # and it is paid and issued like any other
    await api.data(RECORD_FEE, as_="surety", input={"guaranteeId": id_, "paidOn": "2026-11-20"})
    assert (await api_calls.issue(api, id_))["guarantee"]["status"] == "IN_FORCE"
    assert await statements(api, id_) == [ASKED, CANCELLED, ASKED]


async def test_a_later_withdrawal_tells_the_surety_of_no_refund(api: Api, sample: SampleRegister) -> None:
    # given
    id_ = await guarantee_in("AWAITING_FEE", api, sample)
    application_id = (await revoke(api, id_))["application"]["id"]
    # when
    await api.data(WITHDRAW, as_="contractor", input={"applicationId": application_id})
    # then
    mail = await OutgoingMail.get(kind="WITHDRAWN")
    assert (mail.facts["paid_on"], mail.facts["refund"]) == (None, None)
    assert await statements(api, id_) == [ASKED, CANCELLED]


async def test_once_the_fee_is_paid_it_is_refused(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("AWAITING_FEE", api, sample)
    await api.data(RECORD_FEE, as_="surety", input={"guaranteeId": id_, "paidOn": "2026-11-20"})
    answer = await refused(api, REVOKE, as_="surety", input={"guaranteeId": id_, "reason": REASON})
    message = "保証料の入金後は、承認を取り消せません。"
    assert answer == {"__typename": "WrongState", "message": message, "status": "APPROVED"}


@pytest.mark.parametrize("state", others_than("APPROVED", "AWAITING_FEE"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    given = {"guaranteeId": await guarantee_in(state, api, sample), "reason": REASON}
    assert await refused(api, REVOKE, as_="surety", input=given) == wrong_state(state)


async def test_without_a_reason_it_is_refused(api: Api, sample: SampleRegister) -> None:
    given = {"guaranteeId": await guarantee_in("APPROVED", api, sample), "reason": " 　\n"}
    problem = {"path": ["reason"], "code": "REQUIRED", "message": "入力してください。"}
    assert await refused(api, REVOKE, as_="surety", input=given) == INVALID | {"problems": [problem]}


async def test_a_foreign_or_unknown_guarantee_is_not_found(api: Api, sample: SampleRegister) -> None:
    for id_ in (await rival_guarantee(api, sample), "", f"Guarantee_{'0' * 32}"):
        given = {"guaranteeId": id_, "reason": REASON}
        assert await refused(api, REVOKE, as_="surety", input=given) == NOT_FOUND
