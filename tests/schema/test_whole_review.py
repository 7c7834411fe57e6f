"""A review from the draft to the issue, over HTTP only: by two people on either side."""

import asyncio
from typing import Any

from models.audit_records import AuditEvent
from sample.sample_register import ACCOUNTS, SampleRegister
from schema.reading import ids
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.api_calls import POST
from tests.support.applying.reviewing import add_note, mark_read
from tests.support.states import RETURN, colleague, second_reviewer, start_review, status_of

REVOKE = "mutation($input: GuaranteeReasonInput!) { revokeApproval(input: $input) { __typename } }"
WORK_LIST = """{ applications(filter: {orderBy: LONGEST_WAITING}) { edges { node {
  id unreadMessages guarantees { kind status reviewer } } } } }"""
REASON = "口座をご確認ください。"


async def work_list(api: Api) -> list[dict[str, Any]]:
    return [edge["node"] for edge in (await api.data(WORK_LIST, as_="surety"))["applications"]["edges"]]


async def drafted_and_sent(api: Api, sample: SampleRegister) -> dict[str, Any]:
    """A draft in three steps, by two people, checked and sent."""
    form = api_calls.application_input(sample)
    id_ = (await drafts.save(api, {"contract": form["contract"]}))["id"]
    await colleague(api, sample)
    await drafts.save(api, form | {"email": None}, as_="colleague", applicationId=id_, version=1)
    await drafts.save(api, form | {"message": "よろしくお願いします。"}, applicationId=id_, version=2)
    assert (await api.data(api_calls.CHECK, as_="contractor", input=form))["checkApplication"]["problems"] == []
    return await drafts.submit(api, id_)


async def taken_over(api: Api, *guarantee_ids: str) -> None:
    """Reviewed by one, taken over by another."""
    first, second = ACCOUNTS["surety@example.jp"], ACCOUNTS["reviewer@example.jp"]
    for id_ in guarantee_ids:
        assert (await start_review(api, id_))["guarantee"]["reviewer"] == first
        assert (await start_review(api, id_, as_="reviewer"))["reviewer"] == first
        assert (await start_review(api, id_, as_="reviewer", takeOver=True))["guarantee"]["reviewer"] == second


async def test_from_a_draft_over_a_return_and_a_revocation_to_the_issue(api: Api, sample: SampleRegister) -> None:
    # sent, and seen by the branch
    application = await drafted_and_sent(api, sample)
    id_ = application["id"]
    by_kind = {each["kind"]: each["id"] for each in application["guarantees"]}
    advance, performance = by_kind["ADVANCE_PAYMENT"], by_kind["PERFORMANCE"]
    (waiting,) = await work_list(api)
    assert (waiting["id"], waiting["unreadMessages"]) == (id_, 1)
    second = await second_reviewer(api)
    await taken_over(api, advance, performance)
    await mark_read(api, id_, as_="reviewer")
    await add_note(api, guaranteeId=advance, body="預託金融機関を確認すること")
    # one of two is returned, edited, and sent again, with a message
    await api.data(RETURN, as_="reviewer", input={"guaranteeId": advance, "reason": REASON})
    bank = {"guarantees": [{"kind": "ADVANCE_PAYMENT", "depositBank": "△△銀行　本店"}], "message": "訂正しました。"}
    await drafts.save(api, bank, applicationId=id_)
    sent = await drafts.submit(api, id_)
    assert [each["reason"] for each in sent["submissions"]] == [None, REASON]
    (waiting,) = await work_list(api)
    assert {each["kind"]: (each["status"], each["reviewer"]) for each in waiting["guarantees"]} == {
        "ADVANCE_PAYMENT": ("SUBMITTED", None),
        "PERFORMANCE": ("UNDER_REVIEW", second),
    }
    assert waiting["unreadMessages"] == 1
    # approved, revoked, approved, and issued
    await asyncio.gather(*(api_calls.approve(api, guarantee_id) for guarantee_id in (advance, performance)))
    assert await work_list(api) == []
    await api.data(REVOKE, as_="surety", input={"guaranteeId": advance, "reason": "再確認"})
    assert [each["id"] for each in await work_list(api)] == [id_]
    await start_review(api, advance, as_="reviewer")
    await api_calls.approve(api, advance)
    for guarantee_id in (advance, performance):
        await api_calls.issue(api, guarantee_id)
        assert await status_of(guarantee_id) == "IN_FORCE"
    assert await work_list(api) == []
    # and the audit log names the reviewer of whom another person decided
    await api.data(POST, as_="surety", input={"applicationId": id_, "body": "発行しました。"})
    assert (await mark_read(api, id_, as_="contractor"))["unreadMessages"] == 0
    approvals = AuditEvent.filter(action="guarantee.approved", subject_id=ids.split(advance)[1]).order_by("id")
    assert await approvals.values_list("subject", flat=True) == [None, second]
