"""submitApplication: of a draft."""

import asyncio
from typing import Any

import models
from models.audit_records import AuditEvent
from models.enums import Role
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.drafts import SUBMIT, codes
from tests.support.refusals import error_of, refused, table_contents
from tests.support.states import NOT_FOUND, WITHDRAW, colleague, competitor, wrong_state


async def test_a_draft_of_three_steps_by_two_people_becomes_an_application(api: Api, sample: SampleRegister) -> None:
    await colleague(api, sample)
    form = api_calls.application_input(sample, message="至急")
    id_ = (await drafts.save(api, {"contract": form["contract"]}))["id"]
    second = {"contract": form["contract"], "guarantees": form["guarantees"]}
    await drafts.save(api, second, as_="colleague", applicationId=id_, version=1)
    await drafts.save(api, form, applicationId=id_, version=2)
    application = await drafts.submit(api, id_)
    assert application["id"] == id_
    assert (application["status"], application["draft"]) == ("OPEN", None)
    assert application["contract"]["projectName"] == "●●●●工事"
    assert application["submissionBranch"] == {"code": "310"}
    assert [(each["kind"], each["status"], each["ratio"]) for each in application["guarantees"]] == [
        ("ADVANCE_PAYMENT", "SUBMITTED", 0.4),
        ("PERFORMANCE", "SUBMITTED", 0.1),
    ]
    assert application["messages"] == [{"body": "至急"}]
    (submission,) = application["submissions"]
    name = sample.viewers[Role.CONTRACTOR].name
    assert submission == {"submittedAt": "2026-11-20T03:00:00+00:00", "by": name, "reason": None, "changes": []}
    assert await models.ApplicationDraft.all().count() == 0
    assert await AuditEvent.filter(action="application.submitted", subject_id=ids.split(id_)[1]).count() == 1
    assert await OutgoingMail.filter(kind="SUBMITTED").count() > 0


async def test_it_is_the_same_as_applying_at_once(api: Api, sample: SampleRegister) -> None:
    form = api_calls.application_input(sample)
    whole = "contract { projectName contractPrice } guarantees { kind medium amount billTo ratio } email submittedAt"
    query = f"query($id: ID!) {{ node(id: $id) {{ ... on Application {{ {whole} }} }} }}"
    applied = await api_calls.apply(api, sample)
    sent = await drafts.submit(api, (await drafts.save(api, form))["id"])
    nodes = [(await api.data(query, as_="surety", id=each["id"]))["node"] for each in (applied, sent)]
    assert nodes[0] == nodes[1]


async def test_everything_that_is_wrong_is_told_and_the_draft_stays(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, periodTo="2026-11-09")
    del contract["contractPrice"]
    id_ = (await drafts.save(api, {"contract": contract, "guarantees": [{"kind": "PERFORMANCE"}]}))["id"]
    given = {"applicationId": id_}
    assert codes(await refused(api, SUBMIT, as_="contractor", input=given)) == [
        ("contract.contractPrice", "REQUIRED"),
        ("contract.periodTo", "END_BEFORE_START"),
        *((f"guarantees.0.{name}", "REQUIRED") for name in ("medium", "amount", "billTo")),
        ("submissionBranchId", "REQUIRED"),
        ("notifyOnCompletion", "REQUIRED"),
    ]
    check = await api.data(
        api_calls.CHECK, as_="contractor", input={"contract": contract, "guarantees": [{"kind": "PERFORMANCE"}]}
    )
    told = [(".".join(each["path"]), each["code"]) for each in check["checkApplication"]["problems"]]
    assert told == codes(await refused(api, SUBMIT, as_="contractor", input=given))


async def test_an_empty_draft_is_refused(api: Api, sample: SampleRegister) -> None:
    given = {"applicationId": (await drafts.save(api, {}))["id"]}
    found = codes(await refused(api, SUBMIT, as_="contractor", input=given))
    assert ("contract", "EXACTLY_ONE") in found


async def test_refusals_of_their_own(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, obligee="富士市", contractDate="2025-11-13")
    id_ = (await drafts.save(api, api_calls.application_input(sample, contract=contract)))["id"]
    answer = await refused(api, SUBMIT, as_="contractor", input={"applicationId": id_})
    assert (answer["__typename"], answer["acceptedFrom"]) == ("ObligeeDoesNotAcceptElectronic", "2025-11-14")
    contract = api_calls.contract_input(sample, isAnother=False)
    first = await api_calls.apply(api, sample, contract=contract)
    id_ = (await drafts.save(api, api_calls.application_input(sample, contract=contract)))["id"]
    answer = await refused(api, SUBMIT, as_="contractor", input={"applicationId": id_})
    assert (answer["__typename"], answer["contract"]) == ("ContractAlreadyRegistered", {"id": first["contract"]["id"]})


async def test_a_registered_contract_is_used(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input()])
    form: dict[str, Any] = {"contract": None, "contractId": first["contract"]["id"]}
    form["guarantees"] = [api_calls.performance_input()]
    id_ = (await drafts.save(api, api_calls.application_input(sample) | form))["id"]
    assert (await drafts.submit(api, id_))["contract"]["id"] == first["contract"]["id"]
    assert await models.Contract.all().count() == 1


async def test_at_once_and_twice_it_is_submitted_once(api: Api, sample: SampleRegister) -> None:
    await colleague(api, sample)
    id_ = (await drafts.save(api, api_calls.application_input(sample)))["id"]
    answers = await asyncio.gather(*(drafts.submit(api, id_, as_=name) for name in ("contractor", "colleague") * 4))
    assert all(answer == answers[0] for answer in answers)
    assert await models.Guarantee.all().count() == 2
    before = await table_contents()
    assert await drafts.submit(api, id_) == answers[0]
    assert await table_contents() == before


async def test_where_nothing_can_be_sent_it_is_refused(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    await api.data(WITHDRAW, as_="contractor", input={"applicationId": application["id"]})
    answer = await refused(api, SUBMIT, as_="contractor", input={"applicationId": application["id"]})
    assert answer == wrong_state("WITHDRAWN")


async def test_anothers_is_not_found(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    given = {"applicationId": (await drafts.save(api, api_calls.application_input(sample)))["id"]}
    assert await refused(api, SUBMIT, as_="competitor", input=given) == NOT_FOUND
    for name in ("surety", "obligee", "operator"):
        assert (await error_of(api, SUBMIT, as_=name, input=given))[1] == "FORBIDDEN"


async def test_a_draft_is_neither_withdrawn_nor_written_about(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.save(api, {}))["id"]
    message = "現在の手続状況（作成中）では、この操作はできません。"
    refusal = {"__typename": "WrongState", "message": message}
    answer = await refused(api, WITHDRAW, as_="contractor", input={"applicationId": id_})
    assert answer == refusal | {"status": "DRAFT"}
    answer = await refused(api, api_calls.POST, as_="contractor", input={"applicationId": id_, "body": "x"})
    assert answer["__typename"] == "WrongState"
