"""removeAttachment, and what becomes of attachments with their draft."""

import asyncio
import datetime

import pytest

import models
from models.audit_records import AuditEvent
from models.document import DocumentContent
from models.pending_content import PendingContent
from sample.sample_register import SampleRegister
from schema.reading import ids
from storage import pending_bytes
from storage.in_database import DatabaseStore
from tests.conftest import Api
from tests.support import api_calls, drafts
from tests.support.applying import attaching
from tests.support.applying.attaching import REMOVE, answer_to, attach, attached, remove
from tests.support.drafts import DELETE
from tests.support.hostile.attached_files import PLAIN
from tests.support.hostile.images import png
from tests.support.refusals import error_of, refused
from tests.support.states import NOT_FOUND, colleague, competitor, wrong_state

IN_USE = {
    "__typename": "AttachmentInUse",
    "message": "相手方が開いた添付ファイルと、申込みとともに送信された添付ファイルは、削除できません。",
}
LATER = pending_bytes.MAX_AGE + datetime.timedelta(seconds=1)


async def test_one_of_a_draft_is_removed_and_its_bytes_are_swept(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.save(api, {}))["id"]
    first, second = await attach(api, id_, PLAIN, name="誤.pdf"), await attach(api, id_, png(), name="正.png")
    assert await remove(api, first["id"]) == {"__typename": "AttachmentRemoved", "attachmentId": first["id"]}
    assert [each["id"] for each in await attached(api, id_)] == [second["id"]]
    event = await AuditEvent.get(action="attachment.removed")
    assert (event.subject_id, event.subject) == (ids.split(first["id"])[1], "誤.pdf")
    assert await DocumentContent.all().count() == 2
    assert await pending_bytes.sweep(DatabaseStore(), at=api.clock.at) == 0
    assert await pending_bytes.sweep(DatabaseStore(), at=api.clock.at + LATER) == 1
    assert await DocumentContent.all().values_list("id", flat=True) == [(await models.Attachment.get()).storage_key]
    assert await PendingContent.all().count() == 0
    assert await refused(api, REMOVE, as_="contractor", input={"attachmentId": first["id"]}) == NOT_FOUND


async def test_its_place_is_free_again(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.save(api, {}))["id"]
    found = [await attach(api, id_, png()) for _ in range(10)]
    assert (await answer_to(api, id_, png()))["__typename"] == "InvalidInput"
    await remove(api, found[3]["id"])
    await attach(api, id_, png())
    assert len(await attached(api, id_)) == 10


async def test_colleagues_remove_it_once(api: Api, sample: SampleRegister) -> None:
    await colleague(api, sample)
    id_ = (await attach(api, (await drafts.save(api, {}))["id"], PLAIN))["id"]
    answers = await asyncio.gather(*(remove(api, id_, as_=name) for name in ["colleague", "contractor"] * 3))
    assert sorted(answer["__typename"] for answer in answers) == ["AttachmentRemoved"] + ["NotFound"] * 5
    assert await AuditEvent.filter(action="attachment.removed").count() == 1


@pytest.mark.parametrize(("by", "other"), [("contractor", "surety"), ("surety", "contractor")])
async def test_what_the_other_side_has_opened_stays(api: Api, sample: SampleRegister, by: str, other: str) -> None:
    application = await api_calls.apply(api, sample)
    found = await attach(api, application["id"], PLAIN, as_=by)
    given = {"attachmentId": found["id"]}
    assert await refused(api, REMOVE, as_=other, input=given) == NOT_FOUND
    await api.http.get(found["url"])
    (seen,) = await attached(api, application["id"], as_=other)
    await api.http.head(seen["url"])
    (by_operator,) = await attached(api, application["id"], as_="operator")
    await api.http.get(by_operator["url"])
    assert (await models.Attachment.get()).opened_at is None, "its own side, a request for headers, and the operator"
    await api.http.get(seen["url"])
    assert await refused(api, REMOVE, as_=by, input=given) == IN_USE


async def test_what_nobody_has_opened_yet_is_taken_back(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    for by in attaching.SIDES:
        found = await attach(api, application["id"], PLAIN, as_=by)
        assert (await remove(api, found["id"], as_=by))["__typename"] == "AttachmentRemoved"


async def test_what_was_sent_with_the_form_stays(api: Api, sample: SampleRegister) -> None:
    draft = await drafts.save(api, api_calls.application_input(sample))
    found = await attach(api, draft["id"], PLAIN)
    await drafts.submit(api, draft["id"])
    assert await refused(api, REMOVE, as_="contractor", input={"attachmentId": found["id"]}) == IN_USE


async def test_so_does_what_was_sent_again_after_a_return(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample)
    found = [await attach(api, application["id"], PLAIN, as_=by) for by in ("contractor", "contractor", "surety")]
    await remove(api, found[0]["id"])
    await drafts.submit(api, application["id"])
    for each, as_ in ((found[1], "contractor"), (found[2], "surety")):
        assert await refused(api, REMOVE, as_=as_, input={"attachmentId": each["id"]}) == IN_USE


async def test_nothing_is_removed_once_it_is_over(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample, guarantees=[api_calls.advance_input()])
    found = await attach(api, application["id"], PLAIN)
    (guarantee,) = application["guarantees"]
    await api_calls.approve(api, guarantee["id"])
    await api_calls.issue(api, guarantee["id"])
    answer = await refused(api, REMOVE, as_="contractor", input={"attachmentId": found["id"]})
    assert answer == wrong_state("IN_FORCE")


async def test_others_may_not(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    given = {"attachmentId": (await attach(api, (await drafts.save(api, {}))["id"], PLAIN))["id"]}
    for as_ in ("competitor", "surety", "obligee", "system"):
        assert await refused(api, REMOVE, as_=as_, input=given) == NOT_FOUND
    assert (await error_of(api, REMOVE, as_="operator", input=given))[1] == "FORBIDDEN"
    assert await refused(api, REMOVE, as_="contractor", input={"attachmentId": "x"}) == NOT_FOUND


async def test_a_draft_is_deleted_with_its_attachments(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.save(api, {}))["id"]
    found = [await attach(api, id_, PLAIN) for _ in range(2)]
    await api.data(DELETE, as_="contractor", input={"applicationId": id_})
    assert await models.Application.all().count() == await models.Attachment.all().count() == 0
    assert (await api.http.get(found[0]["url"])).status_code == 404
    assert await pending_bytes.sweep(DatabaseStore(), at=api.clock.at + LATER) == 2
    assert await DocumentContent.all().count() == 0


async def test_adding_to_a_draft_and_deleting_it_at_once_leaves_nothing(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.save(api, {}))["id"]
    answers = await asyncio.gather(
        *(answer_to(api, id_, PLAIN) for _ in range(3)),
        api.data(DELETE, as_="contractor", input={"applicationId": id_}),
    )
    assert answers[-1]["deleteApplicationDraft"]["__typename"] == "DraftDeleted"
    assert await models.Attachment.all().count() == 0
    await pending_bytes.sweep(DatabaseStore(), at=api.clock.at + LATER)
    assert await DocumentContent.all().count() == 0
