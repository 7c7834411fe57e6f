"""submitApplication: of an application with returned guarantees."""

import asyncio
import datetime
from typing import Any

import models
from models.audit_records import AuditEvent
from models.enums import Role
from models.outgoing_mail import OutgoingMail
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, drafts
from tests.support.drafts import SUBMIT, codes
from tests.support.refusals import refused, table_contents
from tests.support.states import RETURN, colleague, rival_branch, start_review

REASON = "口座をご確認ください。"
AGAIN = NOON + datetime.timedelta(hours=3)
CHANGED = {
    "contactName": "見本 太郎",
    "message": "訂正しました。",
    "guarantees": [{"kind": "ADVANCE_PAYMENT", "amount": 15_000_000, "depositBank": "△△銀行"}],
}


async def test_a_returned_guarantee_is_changed_and_sent_again(api: Api, sample: SampleRegister) -> None:
    await colleague(api, sample)
    application = await drafts.returned(api, sample, contactName="見本 花子")
    sibling = await models.Guarantee.get(id=ids.split(application["guarantees"][1]["id"])[1])
    await drafts.save(api, CHANGED, applicationId=application["id"])
    api.clock.at = AGAIN
    sent = await drafts.submit(api, application["id"], as_="colleague")
    assert (sent["id"], sent["status"], sent["draft"]) == (application["id"], "OPEN", None)
    assert (sent["submittedAt"], sent["contactName"]) == ("2026-11-20T03:00:00+00:00", "見本 太郎")
    guarantee, other = sent["guarantees"]
    changed = {"status": "SUBMITTED", "statusReason": None, "amount": 15_000_000, "ratio": 0.3}
    assert changed.items() <= guarantee.items()
    assert guarantee["id"] == application["guarantees"][0]["id"]
    assert other["id"] == application["guarantees"][1]["id"]
    after = await models.Guarantee.get(id=sibling.id)
    assert {key: getattr(after, key) for key in after._meta.fields_db_projection} == {
        key: getattr(sibling, key) for key in sibling._meta.fields_db_projection
    }
    assert sent["messages"] == [{"body": "訂正しました。"}]
    assert await AuditEvent.filter(action="application.resubmitted").count() == 1
    assert await OutgoingMail.filter(kind="SUBMITTED").count() == 4
    stored = await models.Submission.get(sequence=2)
    assert stored.form is not None
    assert stored.form["message"] == "訂正しました。"


async def test_the_history_says_who_sent_it_why_and_what_has_changed(api: Api, sample: SampleRegister) -> None:
    name = await colleague(api, sample)
    application = await drafts.returned(api, sample, contactName="見本 花子")
    await drafts.save(api, CHANGED, applicationId=application["id"])
    api.clock.at = AGAIN
    sent = await drafts.submit(api, application["id"], as_="colleague")
    first, second = sent["submissions"]
    assert first["by"] == sample.viewers[Role.CONTRACTOR].name
    assert second == {
        "submittedAt": "2026-11-20T06:00:00+00:00",
        "by": name,
        "reason": REASON,
        "changes": [
            {"path": ["contactName"], "label": "担当者名", "before": "見本 花子", "after": "見本 太郎"},
            {
                "path": ["guarantees", "0", "amount"],
                "label": "前払金保証の保証金額",
                "before": "20,000,000円",
                "after": "15,000,000円",
            },
            {
                "path": ["guarantees", "0", "depositBank"],
                "label": "前払金保証の預託金融機関",
                "before": "○○銀行　××支店",
                "after": "△△銀行",
            },
        ],
    }


async def test_it_may_be_sent_as_it_was(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample)
    sent = await drafts.submit(api, application["id"])
    assert [each["status"] for each in sent["guarantees"]] == ["SUBMITTED", "SUBMITTED"]
    assert [each["changes"] for each in sent["submissions"]] == [[], []]


async def test_both_are_returned_for_reasons_of_their_own(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    for guarantee, reason in zip(application["guarantees"], ("金額", "請求先"), strict=True):
        await api.data(RETURN, as_="surety", input={"guaranteeId": guarantee["id"], "reason": reason})
    form = {"guarantees": [{"kind": "PERFORMANCE", "amount": 6_000_000, "feePaymentMethod": "SINGLE"}]}
    await drafts.save(api, form, applicationId=application["id"])
    sent = await drafts.submit(api, application["id"])
    assert [(each["status"], each["amount"]) for each in sent["guarantees"]] == [
        ("SUBMITTED", 20_000_000),
        ("SUBMITTED", 6_000_000),
    ]
    last = sent["submissions"][-1]
    assert last["reason"] == "前払金保証：金額\n契約保証：請求先"
    assert [(each["label"], each["before"], each["after"]) for each in last["changes"]] == [
        ("契約保証の保証金額", "5,000,000円", "6,000,000円"),
        ("契約保証の保証料支払方法", "一括納付", "都度納付"),
    ]


async def test_days_branches_and_choices_are_shown_as_people_read_them(api: Api, sample: SampleRegister) -> None:
    first = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input()])
    branch = await models.Branch.create(
        surety_id=sample.branch.surety_id, code="311", name="群馬支店", telephone="027-000-0000"
    )
    asked = api_calls.advance_input(kind="INTERMEDIATE_ADVANCE_PAYMENT", amount=10_000_000, recognizedOn="2026-11-19")
    registered: dict[str, Any] = {"contract": None, "contractId": first["contract"]["id"]}
    application = await drafts.returned(api, sample, guarantees=[asked], **registered)
    form = {
        "submissionBranchId": ids.to_id("Branch", branch.id),
        "notifyOnCompletion": False,
        "email": "",
        "guarantees": [{"kind": "INTERMEDIATE_ADVANCE_PAYMENT", "recognizedOn": "2026-11-18", "redeposit": True}],
    }
    await drafts.save(api, form, applicationId=application["id"])
    sent = await drafts.submit(api, application["id"])
    assert (sent["submissionBranch"], sent["email"]) == ({"code": "311"}, None)
    changes = sent["submissions"][-1]["changes"]
    assert [(each["path"][-1], each["before"], each["after"]) for each in changes] == [
        ("submissionBranchId", "栃木支店", "群馬支店"),
        ("notifyOnCompletion", "はい", "いいえ"),
        ("email", "soumu@example.jp", None),
        ("redeposit", "いいえ", "はい"),
        ("recognizedOn", "2026年11月19日", "2026年11月18日"),
    ]


async def test_it_stays_with_its_surety(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample)
    branch = await rival_branch(api)
    form = {"submissionBranchId": ids.to_id("Branch", branch.id)}
    await drafts.save(api, form, applicationId=application["id"])
    answer = await refused(api, SUBMIT, as_="contractor", input={"applicationId": application["id"]})
    assert codes(answer) == [("submissionBranchId", "OTHER_SURETY")]


async def test_what_is_under_review_is_answered_as_it_is(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    for guarantee in application["guarantees"]:
        await start_review(api, guarantee["id"])
    before = await table_contents()
    sent = await drafts.submit(api, application["id"])
    assert [each["status"] for each in sent["guarantees"]] == ["UNDER_REVIEW", "UNDER_REVIEW"]
    assert await table_contents() == before


async def test_what_is_wrong_is_told_with_its_place_and_nothing_changes(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample)
    form = {"guarantees": [{"kind": "ADVANCE_PAYMENT", "amount": 20_000_001}]}
    await drafts.save(api, form, applicationId=application["id"])
    given = {"applicationId": application["id"]}
    answer = await refused(api, SUBMIT, as_="contractor", input=given)
    assert codes(answer) == [("guarantees.0.amount", "ABOVE_LIMIT")]
    await drafts.save(api, {"guarantees": [], "email": ""}, applicationId=application["id"])
    assert codes(await refused(api, SUBMIT, as_="contractor", input=given)) == [("email", "REQUIRED")]


async def test_what_has_taken_its_place_of_the_limit_counts(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample)
    given = {"contract": None, "contractId": application["contract"]["id"], "guarantees": [api_calls.advance_input()]}
    await api_calls.apply(api, sample, **given)
    answer = await refused(api, SUBMIT, as_="contractor", input={"applicationId": application["id"]})
    assert codes(answer) == [("guarantees.0.amount", "ABOVE_LIMIT")]


async def test_one_that_was_changed_may_be_withdrawn_and_the_other_sent(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample, count=2)
    advance, performance = application["guarantees"]
    asked = [{"kind": "ADVANCE_PAYMENT", "amount": 1_000_000}, {"kind": "PERFORMANCE", "amount": 7_000_000}]
    await drafts.save(api, {"guarantees": asked}, applicationId=application["id"])
    await api.data(drafts.WITHDRAW_ONE, as_="contractor", input={"guaranteeId": advance["id"], "reason": "不要"})
    sent = await drafts.submit(api, application["id"])
    assert [(each["id"], each["status"], each["amount"]) for each in sent["guarantees"]] == [
        (advance["id"], "WITHDRAWN", 20_000_000),
        (performance["id"], "SUBMITTED", 7_000_000),
    ]


async def test_at_once_it_is_sent_once(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample)
    await drafts.save(api, {"contactName": "新"}, applicationId=application["id"])
    answers = await asyncio.gather(*(drafts.submit(api, application["id"]) for _ in range(5)))
    assert all(answer == answers[0] for answer in answers)
    assert len(answers[0]["submissions"]) == 2
    before = await table_contents()
    assert await drafts.submit(api, application["id"]) == answers[0]
    assert await table_contents() == before


async def test_returned_and_sent_and_approved_and_issued(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample)
    id_ = application["guarantees"][0]["id"]
    for amount in (19_000_000, 18_000_000):
        form = {"guarantees": [{"kind": "ADVANCE_PAYMENT", "amount": amount}]}
        await drafts.save(api, form, applicationId=application["id"])
        sent = await drafts.submit(api, application["id"])
        if amount == 19_000_000:
            await api.data(RETURN, as_="surety", input={"guaranteeId": id_, "reason": REASON})
    assert len(sent["submissions"]) == 3
    await api_calls.approve(api, id_)
    assert (await api_calls.issue(api, id_))["guarantee"]["status"] == "IN_FORCE"


async def test_after_fifty_times_it_is_refused(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample)
    key = ids.split(application["id"])[1]
    await models.Submission.bulk_create(
        models.Submission(application_id=key, sequence=number, submitted_at=NOON, changes=[]) for number in range(2, 51)
    )
    answer = await refused(api, SUBMIT, as_="contractor", input={"applicationId": application["id"]})
    assert codes(answer) == [("applicationId", "TOO_MANY")]


async def test_the_surety_sees_the_form_only_once_it_is_sent(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample)
    await drafts.save(api, {"contactName": "新"}, applicationId=application["id"])
    for name in ("surety", "operator"):
        found = await drafts.form_of(api, application["id"], as_=name)
        assert (found["status"], found["draft"]) == ("RETURNED", None)
    list_ = "{ applications { edges { node { contactName draft { version } guarantees { kind } } } } }"
    for name in ("surety", "operator"):
        (edge,) = (await api.data(list_, as_=name))["applications"]["edges"]
        assert (edge["node"]["contactName"], edge["node"]["draft"]) == (None, None)
