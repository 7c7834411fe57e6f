"""saveApplicationDraft."""

import asyncio
from typing import Any

import pytest

import models
from models.enums import Role
from resolvers.applications.save_draft import MOST_DRAFTS
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.drafts import SAVE, codes
from tests.support.refusals import error_of, refused, table_contents
from tests.support.states import NOT_FOUND, colleague, competitor, guarantee_in, others_than, wrong_state

UNKNOWN_ID = "0" * 32
PARTIES = "draft.contract.jointVentureParties"


def saved(draft: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"input": {"draft": draft} | more}


async def test_a_form_is_kept_as_it_was_given(api: Api, sample: SampleRegister) -> None:
    venture: dict[str, Any] = {"jointVentureName": "甲・乙ＪＶ", "jointVentureMembers": ["○○建設 株式会社", "乙"]}
    contract = api_calls.contract_input(sample) | venture
    form = api_calls.application_input(sample, contract=contract, contactName="見本 花子", message="至急\nお願いします")
    application = await drafts.save(api, form)
    found = await drafts.form_of(api, application["id"])
    draft = found.pop("draft")
    assert found == {"id": application["id"], "status": "DRAFT", "submittedAt": None}
    assert {name: draft[name] for name in form if name not in {"contract", "guarantees"}} == {
        name: value for name, value in form.items() if name not in {"contract", "guarantees"}
    }
    assert {name: draft["contract"][name] for name in contract} == contract
    for given, stored in zip(form["guarantees"], draft["guarantees"], strict=True):
        assert {name: stored[name] for name in given} == given
    assert (draft["version"], draft["savedAt"]) == (1, "2026-11-20T03:00:00+00:00")
    assert draft["savedBy"] == sample.viewers[Role.CONTRACTOR].name


async def test_members_of_a_joint_venture_are_kept_as_far_as_they_are_known(api: Api, sample: SampleRegister) -> None:
    whole = {"name": "乙", "address": "栃木県", "sharePercent": 33.33, "corporateNumber": "1234567890123"}
    given = [whole, {"sharePercent": 40}, {}]
    application = await drafts.save(api, {"contract": {"jointVentureParties": given}})
    contract = (await drafts.form_of(api, application["id"]))["draft"]["contract"]
    nothing = dict.fromkeys(whole)
    assert contract["jointVentureParties"] == [whole, nothing | {"sharePercent": 40.0}, nothing]
    assert contract["jointVentureMembers"] == []


async def test_anything_may_be_missing(api: Api, sample: SampleRegister) -> None:
    application = await drafts.save(api, {})
    draft = (await drafts.form_of(api, application["id"]))["draft"]
    assert (draft.pop("guarantees"), draft.pop("version")) == ([], 1)
    assert {name for name, value in draft.items() if value is not None} == {"savedAt", "savedBy"}


MALFORMED: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"contactName": "見" * 61}, ("draft.contactName", "TOO_LONG")),
    ({"message": "m" * 2_001}, ("draft.message", "TOO_LONG")),
    ({"contactTitle": "部\x00長"}, ("draft.contactTitle", "FORBIDDEN_CHARACTER")),
    ({"email": "soumu@"}, ("draft.email", "MALFORMED")),
    ({"submissionBranchId": f"Branch_{UNKNOWN_ID}"}, ("draft.submissionBranchId", "NOT_FOUND")),
    ({"submissionBranchId": "x"}, ("draft.submissionBranchId", "NOT_FOUND")),
    ({"contractId": f"Contract_{UNKNOWN_ID}"}, ("draft.contractId", "NOT_FOUND")),
    ({"contract": {"obligeeId": f"Obligee_{UNKNOWN_ID}"}}, ("draft.contract.obligeeId", "NOT_FOUND")),
    ({"contract": {"contractorId": f"Contractor_{UNKNOWN_ID}"}}, ("draft.contract.contractorId", "NOT_FOUND")),
    ({"contract": {"contractPrice": 0}}, ("draft.contract.contractPrice", "NOT_POSITIVE")),
    ({"contract": {"currentFiscalYearBase": -1}}, ("draft.contract.currentFiscalYearBase", "OUT_OF_RANGE")),
    ({"contract": {"projectName": "工" * 121}}, ("draft.contract.projectName", "TOO_LONG")),
    ({"contract": {"projectName": "工\x07事"}}, ("draft.contract.projectName", "FORBIDDEN_CHARACTER")),
    ({"contract": {"projectName": "𓀀"}}, ("draft.contract.projectName", "NO_GLYPH")),
    ({"contract": {"jointVentureParties": [{"sharePercent": 0}]}}, (f"{PARTIES}.0.sharePercent", "NOT_POSITIVE")),
    (
        {"contract": {"jointVentureParties": [{}, {"sharePercent": 1e300}]}},
        (f"{PARTIES}.1.sharePercent", "OUT_OF_RANGE"),
    ),
    ({"contract": {"jointVentureParties": [{"sharePercent": 0.001}]}}, (f"{PARTIES}.0.sharePercent", "MALFORMED")),
    ({"contract": {"jointVentureParties": [{"address": "長" * 201}]}}, (f"{PARTIES}.0.address", "TOO_LONG")),
    ({"contract": {"jointVentureParties": [{"name": "乙🏗"}]}}, (f"{PARTIES}.0.name", "NO_GLYPH")),
    ({"contract": {"jointVentureParties": [{"corporateNumber": "1"}]}}, (f"{PARTIES}.0.corporateNumber", "MALFORMED")),
    ({"contract": {"jointVentureParties": [{}] * 21}}, (PARTIES, "TOO_MANY")),
    ({"guarantees": [{"amount": 0}]}, ("draft.guarantees.0.amount", "NOT_POSITIVE")),
    ({"guarantees": [{}, {"depositBank": "銀" * 61}]}, ("draft.guarantees.1.depositBank", "TOO_LONG")),
    ({"guarantees": [{}] * 11}, ("draft.guarantees", "TOO_MANY")),
    ({"contract": {}, "contractId": f"Contract_{UNKNOWN_ID}"}, ("draft.contract", "EXACTLY_ONE")),
]


@pytest.mark.parametrize(("form", "problem"), MALFORMED, ids=[f"{i}-{c[1][1]}" for i, c in enumerate(MALFORMED)])
async def test_nothing_given_may_be_malformed(
    api: Api, sample: SampleRegister, form: dict[str, Any], problem: tuple[str, str]
) -> None:
    found = codes(await refused(api, SAVE, as_="contractor", **saved(form)))
    assert problem in found
    assert {code for _, code in found} <= {problem[1], "NOT_FOUND"}


async def test_what_breaks_a_rule_is_kept_until_it_is_sent(api: Api, sample: SampleRegister) -> None:
    contract = api_calls.contract_input(sample, obligee="見本町", periodTo="2020-01-01")
    asked = [api_calls.advance_input(amount=50_000_000), api_calls.advance_input()]
    await drafts.save(api, api_calls.application_input(sample, contract=contract, guarantees=asked, email=None))


async def test_each_saving_is_another_version(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.save(api, {"contactName": "一"}))["id"]
    second = await drafts.save(api, {"contactName": "二"}, applicationId=id_)
    third = await drafts.save(api, {"contactName": "三"}, applicationId=id_, version=2)
    assert [each["draft"]["version"] for each in (second, third)] == [2, 3]
    assert (await drafts.form_of(api, id_))["draft"]["contactName"] == "三"
    assert await models.Application.all().count() == 1


async def test_two_people_work_on_one_draft_and_overwrite_nothing(api: Api, sample: SampleRegister) -> None:
    name = await colleague(api, sample)
    id_ = (await drafts.save(api, {"contactName": "一"}))["id"]
    await drafts.save(api, {"contactName": "二"}, as_="colleague", applicationId=id_, version=1)
    message = "ほかの方がこの申込書を保存または削除しています。最新の内容をご確認のうえ、やり直してください。"
    changed = {"__typename": "DraftChanged", "message": message, "version": 2, "savedBy": name}
    changed["savedAt"] = "2026-11-20T03:00:00+00:00"
    for version in ({}, {"version": 1}, {"version": 3}):
        given = saved({"contactName": "三"}, applicationId=id_, **version)
        assert await refused(api, SAVE, as_="contractor", **given) == changed
    await drafts.save(api, {"contactName": "三"}, applicationId=id_, version=2)


async def test_of_two_savings_at_once_one_is_told(api: Api, sample: SampleRegister) -> None:
    await colleague(api, sample)
    id_ = (await drafts.save(api, {}))["id"]
    given = saved({"contactName": "二"}, applicationId=id_, version=1)
    answers = await asyncio.gather(*(api.data(SAVE, as_=name, **given) for name in ("contractor", "colleague") * 3))
    kinds = [answer["saveApplicationDraft"]["__typename"] for answer in answers]
    assert sorted(kinds) == ["DraftChanged"] * 5 + ["DraftSaved"]


async def test_a_version_of_a_deleted_form_does_not_come_back(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample)
    await drafts.save(api, {"contactName": "一"}, applicationId=application["id"])
    await api.data(drafts.DELETE, as_="contractor", input={"applicationId": application["id"]})
    given = saved({}, applicationId=application["id"], version=2)
    changed = await refused(api, SAVE, as_="contractor", **given)
    assert (changed["__typename"], changed["version"], changed["savedBy"]) == ("DraftChanged", 1, None)
    again = await drafts.save(api, {"contactName": "二"}, applicationId=application["id"])
    assert again["draft"]["version"] == 2
    given = saved({}, applicationId=application["id"], version=1)
    assert (await refused(api, SAVE, as_="contractor", **given))["__typename"] == "DraftChanged"


async def test_the_same_key_saves_once(api: Api, sample: SampleRegister) -> None:
    given = saved({"contactName": "一"}, idempotencyKey="k")
    first = await api.data(SAVE, as_="contractor", **given)
    before = await table_contents()
    answers = await asyncio.gather(*(api.data(SAVE, as_="contractor", **given) for _ in range(5)))
    assert all(answer == first for answer in answers)
    assert await table_contents() == before
    other = saved({"contactName": "二"}, idempotencyKey="k")
    assert (await refused(api, SAVE, as_="contractor", **other))["__typename"] == "IdempotencyConflict"


async def test_a_registered_contract_can_be_chosen(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample)
    id_ = (await drafts.save(api, {"contractId": first["contract"]["id"]}))["id"]
    query = "query($id: ID!) { node(id: $id) { ... on Application { contract { id } draft { contractId } } } }"
    node = (await api.data(query, as_="contractor", id=id_))["node"]
    assert node == {"contract": first["contract"], "draft": {"contractId": first["contract"]["id"]}}


async def test_anothers_contract_cannot(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    first = await api_calls.apply(api, sample)
    given = saved({"contractId": first["contract"]["id"]})
    assert codes(await refused(api, SAVE, as_="competitor", **given)) == [("draft.contractId", "NOT_FOUND")]


async def test_anothers_draft_is_not_found(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    id_ = (await drafts.save(api, {}))["id"]
    for given in (id_, f"Application_{UNKNOWN_ID}", "x"):
        assert await refused(api, SAVE, as_="competitor", **saved({}, applicationId=given)) == NOT_FOUND


async def test_only_contractors_save(api: Api, sample: SampleRegister) -> None:
    for name in ("surety", "obligee", "operator"):
        assert (await error_of(api, SAVE, as_=name, **saved({})))[1] == "FORBIDDEN"


@pytest.mark.parametrize("state", others_than("RETURNED"))
async def test_what_was_not_returned_cannot_be_changed(api: Api, sample: SampleRegister, state: str) -> None:
    guarantee = await models.Guarantee.get(id=ids.split(await guarantee_in(state, api, sample))[1])
    given = saved({}, applicationId=ids.to_id("Application", guarantee.application_id))
    assert await refused(api, SAVE, as_="contractor", **given) == wrong_state(state)


async def test_a_contractor_has_so_many_drafts_at_most(api: Api, sample: SampleRegister) -> None:
    await models.Application.bulk_create(
        models.Application(contractor_id=sample.contractor.id, notify_on_completion=False)
        for _ in range(MOST_DRAFTS - 3)
    )
    answers = await asyncio.gather(*(api.data(SAVE, as_="contractor", **saved({})) for _ in range(6)))
    kinds = [answer["saveApplicationDraft"]["__typename"] for answer in answers]
    assert sorted(kinds) == ["DraftSaved"] * 3 + ["InvalidInput"] * 3
    assert codes(await refused(api, SAVE, as_="contractor", **saved({}))) == [("draft", "TOO_MANY")]


FIXED: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"guarantees": [{}] * 11}, ("draft.guarantees", "TOO_MANY")),
    ({"contract": {}}, ("draft.contract", "NOT_CHANGEABLE")),
    ({"contractId": f"Contract_{UNKNOWN_ID}"}, ("draft.contractId", "NOT_CHANGEABLE")),
    ({"guarantees": [{"amount": 1}]}, ("draft.guarantees.0.kind", "REQUIRED")),
    ({"guarantees": [{"kind": "INTERMEDIATE_ADVANCE_PAYMENT"}]}, ("draft.guarantees.0.kind", "NOT_CHANGEABLE")),
    ({"guarantees": [{"kind": "ADVANCE_PAYMENT", "medium": "PAPER"}]}, ("draft.guarantees.0.medium", "NOT_CHANGEABLE")),
    ({"guarantees": [{"kind": "ADVANCE_PAYMENT"}] * 2}, ("draft.guarantees.1.kind", "DUPLICATE")),
    ({"guarantees": [{"kind": "PERFORMANCE", "amount": 6_000_000}]}, ("draft.guarantees.0", "NOT_RETURNED")),
    (
        {"guarantees": [{"kind": "PERFORMANCE"}, {"kind": "ADVANCE_PAYMENT", "billTo": "社" * 121}]},
        ("draft.guarantees.1.billTo", "TOO_LONG"),
    ),
]


@pytest.mark.parametrize(("form", "problem"), FIXED, ids=[f"{i}-{c[1][1]}" for i, c in enumerate(FIXED)])
async def test_of_a_returned_guarantee_some_things_stay(
    api: Api, sample: SampleRegister, form: dict[str, Any], problem: tuple[str, str]
) -> None:
    application = await drafts.returned(api, sample)
    given = saved(form, applicationId=application["id"])
    assert codes(await refused(api, SAVE, as_="contractor", **given)) == [problem]


async def test_the_form_of_a_returned_guarantee_is_what_stands_with_what_is_given(
    api: Api, sample: SampleRegister
) -> None:
    application = await drafts.returned(api, sample, contactName="見本 花子", contactTitle="部長")
    form = {"contactTitle": "", "guarantees": [{"kind": "PERFORMANCE"}, {"kind": "ADVANCE_PAYMENT", "amount": 1}]}
    saved_one = await drafts.save(api, form, applicationId=application["id"])
    assert saved_one["status"] == "RETURNED"
    draft = (await drafts.form_of(api, application["id"]))["draft"]
    assert draft["contractId"] == application["contract"]["id"]
    assert (draft["contactName"], draft["contactTitle"], draft["contract"]) == ("見本 花子", None, None)
    (guarantee,) = draft["guarantees"]
    given = api_calls.advance_input(amount=1)
    assert {name: guarantee[name] for name in given} == given
