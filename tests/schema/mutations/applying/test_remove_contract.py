"""removeContract."""

import asyncio
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, drafts
from tests.support.applying import contracts
from tests.support.applying.contracts import REMOVE, WHY
from tests.support.refusals import refused
from tests.support.states import NOT_FOUND, competitor, guarantee_in, rival_branch

GIVEN = {"contractor": {}, "surety": {"reason": WHY}}


@pytest.mark.parametrize("as_", GIVEN)
async def test_a_contract_without_applications_is_removed_and_remembered(
    api: Api, sample: SampleRegister, as_: str
) -> None:
    id_ = contracts.id_of(await contracts.bare(sample, is_another=False))
    answer = await api.data(REMOVE, as_=as_, input={"contractId": id_} | GIVEN[as_])
    assert answer["removeContract"] == {"__typename": "ContractRemoved", "contractId": id_}
    assert await contracts.read(api, id_, as_=as_) is None
    event = await AuditEvent.get(action="contract.removed")
    assert (event.subject_id, event.subject) == (ids.split(id_)[1], "●●●●工事 2026-11-01 50000000 栃木県")
    kept = await models.ContractChange.get()
    assert (kept.contract_id, kept.version, kept.reason) == (ids.split(id_)[1], 2, GIVEN[as_].get("reason"))
    was = {each["label"]: each["before"] for each in kept.changes if each["after"] is None}
    assert was == {
        "発注者": "栃木県",
        "工事名": "●●●●工事",
        "契約の種類": "工事",
        "請負金額": "50,000,000円",
        "請負契約日": "2026年11月1日",
        "工期の始期": "2026年11月10日",
        "工期の終期": "2027年8月31日",
        "前払金の支払予定": "はい",
        "低入札・役務的保証の別": "いいえ",
    }
    again = api_calls.application_input(sample, contract=api_calls.contract_input(sample, isAnother=False))
    registered = (await api.data(api_calls.APPLY, as_="contractor", input=again))["applyForGuarantees"]
    assert registered["__typename"] == "ApplicationSubmitted", "the same contract may be registered again"


async def test_after_changes_its_whole_history_stays(api: Api, sample: SampleRegister) -> None:
    contract = await contracts.bare(sample)
    await contracts.changed(api, contracts.id_of(contract), projectName="訂正工事")
    await api.data(REMOVE, as_="contractor", input={"contractId": contracts.id_of(contract)})
    rows = await models.ContractChange.filter(contract_id=contract.id).order_by("version")
    names = [
        (row.version, each["before"], each["after"])
        for row in rows
        for each in row.changes
        if each["label"] == "工事名"
    ]
    assert names == [(2, "●●●●工事", "訂正工事"), (3, "訂正工事", None)]


async def test_drafts_that_name_it_stay_without_a_contract(api: Api, sample: SampleRegister) -> None:
    contract, other = await contracts.bare(sample), await contracts.bare(sample)
    forms = [
        api_calls.application_input(sample, contract=None, contractId=contracts.id_of(each))
        for each in (contract, other)
    ]
    draft, unconcerned = [await drafts.save(api, form) for form in forms]
    await api.data(REMOVE, as_="surety", input={"contractId": contracts.id_of(contract), "reason": WHY})
    stored = await models.ApplicationDraft.get(application_id=ids.split(draft["id"])[1])
    assert ("contract_id" in stored.form, len(stored.form["guarantees"]), stored.version) == (False, 2, 1)
    assert (await models.Application.get(id=stored.application_id)).contract_id is None
    kept = await models.ApplicationDraft.get(application_id=ids.split(unconcerned["id"])[1])
    assert kept.form["contract_id"] == str(other.id)
    answer = await refused(api, drafts.SUBMIT, as_="contractor", input={"applicationId": draft["id"]})
    assert drafts.codes(answer) == [("contract", "EXACTLY_ONE")]


@pytest.mark.parametrize("as_", GIVEN)
@pytest.mark.parametrize("state", ["SUBMITTED", "WITHDRAWN", "IN_FORCE"])
async def test_a_contract_that_was_applied_for_stays(api: Api, sample: SampleRegister, as_: str, state: str) -> None:
    guarantee = await models.Guarantee.get(id=ids.split(await guarantee_in(state, api, sample))[1])
    given = {"contractId": contracts.id_of(guarantee.contract_id)} | GIVEN[as_]
    assert await refused(api, REMOVE, as_=as_, input=given) == {
        "__typename": "WrongState",
        "message": "この契約にはお申込みがあるため、削除できません。",
        "status": state,
    }


async def test_an_application_keeps_it_also_without_guarantees(api: Api, sample: SampleRegister) -> None:
    contract = await contracts.bare(sample)
    await models.Application.create(
        surety_id=contract.surety_id,
        contractor_id=contract.contractor_id,
        contract_id=contract.id,
        submission_branch_id=sample.branch.id,
        submitted_at=NOON,
        notify_on_completion=False,
    )
    answer = await refused(api, REMOVE, as_="contractor", input={"contractId": contracts.id_of(contract)})
    assert (answer["__typename"], answer["status"]) == ("WrongState", "SUBMITTED")


async def test_contracts_of_others_are_not_found(api: Api, sample: SampleRegister) -> None:
    given: dict[str, Any] = {"contractId": contracts.id_of(await contracts.bare(sample)), "reason": WHY}
    await competitor(api)
    await rival_branch(api)
    for as_ in ("competitor", "rival"):
        assert await refused(api, REMOVE, as_=as_, input=given) == NOT_FOUND


async def test_the_surety_says_why(api: Api, sample: SampleRegister) -> None:
    given = {"contractId": contracts.id_of(await contracts.bare(sample))}
    answer = await refused(api, REMOVE, as_="surety", input=given)
    assert drafts.codes(answer) == [("reason", "REQUIRED")]


async def test_at_once_it_is_removed_once(api: Api, sample: SampleRegister) -> None:
    given = {"contractId": contracts.id_of(await contracts.bare(sample))}
    answers = await asyncio.gather(*(api.data(REMOVE, as_="contractor", input=given) for _ in range(3)))
    kinds = sorted(answer["removeContract"]["__typename"] for answer in answers)
    assert kinds == ["ContractRemoved", "NotFound", "NotFound"]


async def test_while_it_is_removed_nothing_is_applied_for(api: Api, sample: SampleRegister) -> None:
    id_ = contracts.id_of(await contracts.bare(sample))
    form = api_calls.application_input(sample, contract=None, contractId=id_)
    removed, applied = await asyncio.gather(
        api.data(REMOVE, as_="contractor", input={"contractId": id_}),
        api.data(api_calls.APPLY, as_="contractor", input=form),
    )
    outcome = (removed["removeContract"]["__typename"], applied["applyForGuarantees"]["__typename"])
    assert outcome in {("ContractRemoved", "InvalidInput"), ("WrongState", "ApplicationSubmitted")}
