"""addAttachment."""

import asyncio
import base64
import hashlib

import pytest

import models
from models.applying.attachment import MOST_ATTACHMENTS
from models.audit_records import AuditEvent
from models.document import DocumentContent
from models.pending_content import PendingContent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import KEYRING, Api
from tests.support import api_calls, drafts
from tests.support.api_calls import POST
from tests.support.applying import attaching
from tests.support.applying.attaching import ADD, answer_to, attach, attached
from tests.support.hostile.attached_files import PLAIN
from tests.support.hostile.images import CAMERA, photograph, png
from tests.support.refusals import error_of, refused, table_contents
from tests.support.states import NOT_FOUND, competitor, guarantee_in, rival_branch, wrong_state

RAREST = "髙﨑𠮷葛\U000e0100か\u3099ｶﾀｶﾅ①"


async def draft_of(api: Api) -> str:
    return (await drafts.save(api, {}))["id"]


async def posted(api: Api, application_id: str, as_: str) -> str:
    """The id of a message."""
    await api.data(POST, as_=as_, input={"applicationId": application_id, "body": "写しを添付します。"})
    return (await api.data(attaching.ATTACHED, as_=as_, id=application_id))["node"]["messages"][-1]["id"]


async def test_the_contracts_copy_is_attached_to_a_draft_and_sent_with_it(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.save(api, api_calls.application_input(sample)))["id"]
    found = await attach(api, id_, PLAIN, name="契約書.pdf", description="請負契約書の写し")
    url = found.pop("url")
    assert url.startswith("http://kakusho.test/attachments/")
    assert found == {
        "id": found["id"],
        "filename": "契約書.pdf",
        "description": "請負契約書の写し",
        "contentType": "application/pdf",
        "bytes": len(PLAIN),
        "sha256": hashlib.sha256(PLAIN).hexdigest(),
        "uploadedAt": "2026-11-20T03:00:00+00:00",
        "by": "CONTRACTOR",
    }
    node = (await api.data(attaching.ATTACHED, as_="surety", id=id_))["node"]
    assert node is None, "the draft is the contractor's alone"
    await drafts.submit(api, id_)
    assert [each["id"] for each in await attached(api, id_, as_="surety")] == [found["id"]]
    event = await AuditEvent.get(action="attachment.added")
    assert (event.subject_id, event.subject) == (ids.split(found["id"])[1], "契約書.pdf")


async def test_its_bytes_are_kept_sealed(api: Api, sample: SampleRegister) -> None:
    await attach(api, await draft_of(api), PLAIN)
    kept = await models.Attachment.get()
    sealed = bytes((await DocumentContent.get(id=kept.storage_key)).content)
    assert b"%PDF" not in sealed
    assert KEYRING.decrypt_bytes(sealed, kept.envelope_version, str(kept.id)) == PLAIN
    assert await PendingContent.all().count() == 0


async def test_a_photograph_loses_where_it_was_taken(api: Api, sample: SampleRegister) -> None:
    found = await attach(api, await draft_of(api), photograph(6), name="現場.jpg")
    assert (found["contentType"], found["filename"]) == ("image/jpeg", "現場.jpg")
    content = (await api.http.get(found["url"])).content
    assert hashlib.sha256(content).hexdigest() == found["sha256"]
    assert (len(content), CAMERA.encode() in content) == (found["bytes"], False)


@pytest.mark.parametrize("as_", ["contractor", "surety"])
async def test_each_side_attaches_to_its_own_messages(api: Api, sample: SampleRegister, as_: str) -> None:
    id_ = (await api_calls.apply(api, sample))["id"]
    message_id = await posted(api, id_, as_)
    found = await attach(api, id_, png(), name="図.png", as_=as_, messageId=message_id)
    assert found["by"] == as_.upper()
    other = {"contractor": "surety", "surety": "contractor"}[as_]
    node = (await api.data(attaching.ATTACHED, as_=other, id=id_))["node"]
    (message,) = node["messages"]
    assert message["attachments"] == [{"id": found["id"], "filename": "図.png"}]
    assert [each["id"] for each in node["attachments"]] == [found["id"]]
    before = await table_contents()
    assert await answer_to(api, id_, png(), as_=other, messageId=message_id) == NOT_FOUND
    assert await table_contents() == before


async def test_a_message_of_another_application_is_not_found(api: Api, sample: SampleRegister) -> None:
    id_, other = [(await api_calls.apply(api, sample))["id"] for _ in range(2)]
    message_id = await posted(api, other, "contractor")
    before = await table_contents()
    for wrong in (message_id, "Message_0", other):
        assert await answer_to(api, id_, PLAIN, messageId=wrong) == NOT_FOUND
    assert await table_contents() == before


async def test_others_may_not_and_do_not_learn_that_it_exists(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    await rival_branch(api)
    draft, sent = await draft_of(api), (await api_calls.apply(api, sample))["id"]
    given = {"file": base64.b64encode(PLAIN).decode()}
    for as_, id_ in (("competitor", draft), ("competitor", sent), ("rival", sent), ("surety", draft)):
        assert await refused(api, ADD, as_=as_, input=given | {"applicationId": id_}) == NOT_FOUND
    for as_ in ("obligee", "system"):  # who attach files to claims
        assert await refused(api, ADD, as_=as_, input=given | {"applicationId": sent}) == NOT_FOUND
    assert (await error_of(api, ADD, as_="operator", input=given | {"applicationId": sent}))[1] == "FORBIDDEN"
    assert (await error_of(api, ADD, input=given | {"applicationId": sent}))[1] == "UNAUTHENTICATED"


@pytest.mark.parametrize("state", ["IN_FORCE", "DECLINED", "WITHDRAWN"])
async def test_nothing_is_attached_to_what_is_over(api: Api, sample: SampleRegister, state: str) -> None:
    guarantee = await models.Guarantee.get(id=ids.split(await guarantee_in(state, api, sample))[1])
    given = {"file": "YQ==", "applicationId": ids.to_id("Application", guarantee.application_id)}
    for as_ in attaching.SIDES:
        assert await refused(api, ADD, as_=as_, input=given) == wrong_state(state)


@pytest.mark.parametrize("state", ["SUBMITTED", "RETURNED", "APPROVED", "AWAITING_FEE"])
async def test_until_then_both_sides_attach(api: Api, sample: SampleRegister, state: str) -> None:
    guarantee = await models.Guarantee.get(id=ids.split(await guarantee_in(state, api, sample))[1])
    id_ = ids.to_id("Application", guarantee.application_id)
    for as_ in attaching.SIDES:
        await attach(api, id_, PLAIN, as_=as_)
    assert len(await attached(api, id_)) == 2


async def test_the_eleventh_is_refused_also_at_once(api: Api, sample: SampleRegister) -> None:
    id_ = (await api_calls.apply(api, sample))["id"]
    answers = await asyncio.gather(*(answer_to(api, id_, png(), as_=attaching.SIDES[place % 2]) for place in range(14)))
    kinds = [answer["__typename"] for answer in answers]
    assert sorted(kinds) == ["AttachmentAdded"] * MOST_ATTACHMENTS + ["InvalidInput"] * 4
    problem = {
        "path": ["applicationId"],
        "code": "TOO_MANY",
        "message": "1件の申込に添付できるファイルは、双方合わせて10件までです。",
    }
    assert next(answer["problems"] for answer in answers if "problems" in answer) == [problem]
    attachments = await models.Attachment.all()
    assert sorted(each.place for each in attachments) == list(range(1, MOST_ATTACHMENTS + 1))
    keys = [each.storage_key for each in attachments]
    assert await DocumentContent.filter(id__in=keys).count() == await DocumentContent.all().count()
    before = await table_contents()
    assert (await answer_to(api, id_, png()))["problems"] == [problem]
    assert await table_contents() == before


async def test_the_same_key_gives_the_first_result(api: Api, sample: SampleRegister) -> None:
    id_ = await draft_of(api)
    first, *others = await asyncio.gather(*(attach(api, id_, PLAIN, idempotencyKey="a-1") for _ in range(4)))
    assert {each["id"] for each in others} == {first["id"]}
    assert (await attach(api, id_, PLAIN, idempotencyKey="a-1"))["id"] == first["id"]
    assert await models.Attachment.all().count() == await DocumentContent.all().count() == 1
    before = await table_contents()
    conflict = await answer_to(api, id_, PLAIN, idempotencyKey="a-1", description="別")
    assert conflict["__typename"] == "IdempotencyConflict"
    assert await table_contents() == before
    await attaching.remove(api, first["id"])
    assert await answer_to(api, id_, PLAIN, idempotencyKey="a-1") == NOT_FOUND


async def test_names_and_descriptions_are_kept_as_they_are_written(api: Api, sample: SampleRegister) -> None:
    id_ = await draft_of(api)
    composed = RAREST.replace("か\u3099", "が")
    found = await attach(api, id_, PLAIN, name=f"../{RAREST}\u202e.pdf", description=(RAREST * 6)[:60])
    assert found["filename"] == f"{composed}.pdf"
    assert found["description"] == (RAREST * 6)[:60].replace("か\u3099", "が")
    named = await attach(api, id_, PLAIN, name="a.pdf", filename="工事写真　１.PDF")
    assert named["filename"] == "工事写真　１.PDF"
    given = {"applicationId": id_, "file": base64.b64encode(PLAIN).decode()}
    bare = (await api.data(ADD, as_="contractor", input=given))["addAttachment"]["attachment"]
    assert bare["filename"] == "添付ファイル.pdf"
