"""cancelAmendment."""

import asyncio
import datetime
from typing import Any

import pytest

from models.applying.contract import Contract
from models.applying.contract_change import ContractChange
from models.audit_records import AuditEvent
from models.certificate import Certificate
from models.document import Document
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls
from tests.support.applying.amending import CANCEL, amend, cancel, correct, history, in_force
from tests.support.applying.requesting import FIELDS, request
from tests.support.fee_rates import new_table
from tests.support.received_certificates import present
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND, guarantee_in, others_than, rival_guarantee, wrong_state
from tests.support.use_cases import NOWHERE

DAY = datetime.timedelta(days=1)
NOT_AMENDED = "この保証には、取り消すことのできる変更がありません。"
CANCELLED_BEFORE = "直前の変更は、すでに取り消されています。さらに前の内容に戻すときは、変更の手続をお取りください。"


async def refusal(api: Api, id_: str, reason: str = "誤り") -> Any:
    return await refused(api, CANCEL, as_="surety", input={"guaranteeId": id_, "reason": reason})


async def test_the_version_before_holds_again(api: Api, sample: SampleRegister) -> None:
    # given
    issued = await in_force(api, sample)
    await present(api, issued)
    first = (await Certificate.get()).id
    before = await Certificate.get().values()
    terms: dict[str, Any] = {"expiryDate": "2028-03-31", "periodTo": "2028-02-29", "projectName": "第２工区"}
    await amend(api, issued["id"], amount=18_000_000, **terms)
    api.clock.at += DAY
    # when
    answer = await cancel(api, issued["id"])
    # then
    guarantee, certificate = answer["guarantee"], answer["certificate"]
    assert (guarantee["number"], guarantee["authKey"]) == (issued["number"], issued["authKey"])
    assert (guarantee["amount"], guarantee["expiryDate"]) == (15_000_000, "2027-08-31")
    contract = guarantee["contract"]
    assert (contract["projectName"], contract["periodTo"], contract["version"]) == ("●●●●工事", "2027-08-31", 3)
    assert (guarantee["status"], guarantee["handover"]) == ("IN_FORCE", {"status": "NOT_SENT"})
    assert certificate == {
        "id": ids.to_id("Certificate", first),
        "status": "CURRENT",
        "amendmentNumber": 0,
        "amount": 15_000_000,
        "validity": {"isValid": True},
    }
    assert await Certificate.get(status="CURRENT").values() == before
    assert (await Certificate.get(status="CANCELLED")).ended_at == api.clock.at
    key = {"number": issued["number"], "key": issued["authKey"]}
    assert (await api.data(api_calls.CERTIFICATE, as_="obligee", **key))["certificate"]["amount"] == 15_000_000
    change = await ContractChange.get(version=3)
    assert (change.role, change.reason) == ("SURETY", "誤り")
    event = await AuditEvent.get(action="amendment.cancelled")
    assert (event.subject_id, event.subject) == (ids.split(issued["id"])[1], "変更－1")


async def test_only_surety_and_operator_still_see_the_amendment(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await present(api, issued)
    await amend(api, issued["id"], amount=18_000_000)
    await cancel(api, issued["id"])
    for role in ("contractor", "obligee"):
        assert await history(api, issued["id"], as_=role) == [("CURRENT", 0)]
    for role in ("surety", "operator"):
        assert await history(api, issued["id"], as_=role) == [("CURRENT", 0), ("CANCELLED", 1)]


async def test_the_difference_in_fee_is_taken_back(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await new_table(sample.branch.surety_id, api.clock.at.date() + DAY)
    api.clock.at += DAY
    for amount in (20_000_000, 10_000_000):
        await amend(api, issued["id"], amount=amount)
        statements = (await cancel(api, issued["id"]))["guarantee"]["feeStatements"]
        assert statements[-1]["fee"] == statements[-3]["fee"] == statements[0]["fee"]
        assert statements[-1]["due"] == -statements[-2]["due"] != 0
        assert statements[-1]["billingMonth"] == "2026-11-01"


async def test_without_a_difference_in_fee_nothing_is_stated(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await amend(api, issued["id"], projectName="別の工事")
    documents = await Document.all().count()
    assert len((await cancel(api, issued["id"]))["guarantee"]["feeStatements"]) == 1
    assert await Document.all().count() == documents


async def test_what_another_amendment_has_changed_of_the_contract_stays(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await amend(api, issued["id"], projectName="別の工事", periodFrom="2026-11-01", amount=18_000_000)
    await Contract.all().update(project_name="さらに別の工事", period_from="2026-11-02")
    guarantee = (await cancel(api, issued["id"]))["guarantee"]
    assert guarantee["contract"]["projectName"] == "さらに別の工事"
    assert guarantee["contract"]["periodFrom"] == "2026-11-02"
    fees = [each["fee"] for each in guarantee["feeStatements"]]
    assert fees[2] == fees[0] != fees[1]


async def test_a_corrected_amendment_is_cancelled_too(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await amend(api, issued["id"], amount=18_000_000)
    await correct(api, issued["id"], obligeeTitle="栃木県知事　殿")
    await cancel(api, issued["id"])
    assert await history(api, issued["id"], as_="surety") == [("CURRENT", 0), ("CORRECTED", 1), ("CANCELLED", 1)]


async def test_a_corrected_version_holds_again(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await correct(api, issued["id"], obligeeTitle="栃木県知事　殿")
    await amend(api, issued["id"], amount=18_000_000)
    await cancel(api, issued["id"])
    assert await history(api, issued["id"], as_="surety") == [("CORRECTED", 0), ("CURRENT", 0), ("CANCELLED", 1)]


async def test_the_same_call_again_does_not_take_back_the_one_before(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    for amount in (18_000_000, 19_000_000):
        await amend(api, issued["id"], amount=amount)
    assert (await cancel(api, issued["id"]))["certificate"]["amount"] == 18_000_000
    expected = {"__typename": "WrongState", "message": CANCELLED_BEFORE, "status": "IN_FORCE"}
    assert await refusal(api, issued["id"]) == expected
    again = await amend(api, issued["id"], amount=17_000_000)
    assert again["certificate"]["amendmentNumber"] == 2
    assert (await cancel(api, issued["id"]))["certificate"]["amount"] == 18_000_000


async def test_of_two_at_once_one_is_told_that_it_is_done(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    for amount in (18_000_000, 19_000_000):
        await amend(api, issued["id"], amount=amount)
    answers = await asyncio.gather(*(cancel(api, issued["id"]) for _ in range(3)))
    assert sorted(each["__typename"] for each in answers) == ["AmendmentCancelled", "WrongState", "WrongState"]


async def test_what_is_not_amended_has_nothing_to_cancel(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    expected = {"__typename": "WrongState", "message": NOT_AMENDED, "status": "IN_FORCE"}
    assert await refusal(api, issued["id"]) == expected
    await correct(api, issued["id"], obligeeTitle="栃木県知事　殿")
    assert await refusal(api, issued["id"]) == expected


async def test_a_version_whose_last_day_is_over_does_not_hold_again(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await amend(api, issued["id"], expiryDate="2028-03-31")
    api.tokens.clear()
    api.clock.at = api.clock.at.replace(year=2027, month=9, day=1)
    answer = await refusal(api, issued["id"])
    assert [(each["path"], each["code"]) for each in answer["problems"]] == [(["guaranteeId"], "IN_THE_PAST")]


async def test_a_reason_is_required(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await amend(api, issued["id"], amount=18_000_000)
    answer = await refusal(api, issued["id"], " ")
    assert [(each["path"], each["code"]) for each in answer["problems"]] == [(["reason"], "REQUIRED")]


async def test_the_request_that_it_answered_stays_done(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    asked = await request(api, issued["id"], amount=18_000_000)
    await amend(api, issued["id"], amount=18_000_000, amendmentRequestId=asked["id"])
    await cancel(api, issued["id"])
    read = f"query($id: ID!) {{ node(id: $id) {{ ... on AmendmentRequest {{ {FIELDS} }} }} }}"
    for role, sees in (("contractor", False), ("surety", True), ("operator", True)):
        found = (await api.data(read, as_=role, id=asked["id"]))["node"]
        assert (found["status"], found["certificate"] is not None) == ("DONE", sees)


@pytest.mark.parametrize("state", others_than("IN_FORCE"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    assert await refusal(api, await guarantee_in(state, api, sample)) == wrong_state(state)


async def test_only_its_surety_cancels(api: Api, sample: SampleRegister) -> None:
    issued = await in_force(api, sample)
    await amend(api, issued["id"], amount=18_000_000)
    for id_ in (await rival_guarantee(api, sample), "", f"Guarantee_{'0' * 32}", NOWHERE):
        assert await refusal(api, id_) == NOT_FOUND
    for role in ("contractor", "obligee", "operator", "system"):
        given = {"guaranteeId": issued["id"], "reason": "誤り"}
        _, code, _ = await error_of(api, CANCEL, as_=role, input=given)
        assert code == "FORBIDDEN"
