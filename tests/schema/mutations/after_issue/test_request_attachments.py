"""addAttachment and removeAttachment for requests for amendments."""

import asyncio
from typing import Any

from models.applying.attachment import MOST_ATTACHMENTS, Attachment
from models.document import DocumentContent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import KEYRING, Api
from tests.support import api_calls
from tests.support.access import joint_ventures
from tests.support.applying.attaching import REMOVE, answer_to, attach, attached, remove
from tests.support.applying.requesting import WITHDRAW, request
from tests.support.hostile.attached_files import PLAIN
from tests.support.hostile.images import png
from tests.support.refusals import refused
from tests.support.states import NOT_FOUND, competitor

READ = """query($id: ID!) { node(id: $id) { ... on AmendmentRequest {
  attachments { id filename by url } guarantee { application { id attachments { id } } } } } %s }"""
WITHDRAWN = "この変更依頼は、すでに取り下げられています。"


async def asked(api: Api, sample: SampleRegister) -> tuple[str, str]:
    """The ids of an open request and of the application of its guarantee."""
    (payload,) = await api_calls.issued(api, sample, guarantees=[api_calls.advance_input(amount=15_000_000)])
    found = await request(api, payload["guarantee"]["id"], amount=10_000_000)
    return found["id"], (await read(api, found["id"]))["guarantee"]["application"]["id"]


async def read(api: Api, id_: str, *, as_: str = "contractor", beside: str = "") -> Any:
    return (await api.data(READ % beside, as_=as_, id=id_))["node"]


async def files_of(api: Api, id_: str, **more: str) -> list[str]:
    return [each["filename"] for each in (await read(api, id_, **more))["attachments"]]


async def test_the_contractor_attaches_what_the_surety_reads(api: Api, sample: SampleRegister) -> None:
    id_, application = await asked(api, sample)
    found = await attach(api, application, PLAIN, name="変更契約書（髙﨑𠮷）.pdf", amendmentRequestId=id_)
    for as_ in ("contractor", "surety", "operator"):
        for beside in ("", "viewer { name }"):
            assert await files_of(api, id_, as_=as_, beside=beside) == ["変更契約書（髙﨑𠮷）.pdf"]
    assert await attached(api, application) == []
    (kept,) = await Attachment.all()
    sealed = bytes((await DocumentContent.get(id=kept.storage_key)).content)
    assert b"%PDF" not in sealed
    assert KEYRING.decrypt_bytes(sealed, kept.envelope_version, str(kept.id)) == PLAIN
    (file,) = (await read(api, id_, as_="surety"))["attachments"]
    assert (file["id"], file["by"]) == (found["id"], "CONTRACTOR")
    assert (await api.http.get(file["url"])).content == PLAIN


async def test_others_see_nothing_of_it(api: Api, sample: SampleRegister) -> None:
    await competitor(api)
    id_, application = await asked(api, sample)
    found = await attach(api, application, PLAIN, amendmentRequestId=id_)
    query = "query($id: ID!) { node(id: $id) { id } }"
    for as_ in ("competitor", "obligee", "system"):
        assert (await api.data(query, as_=as_, id=found["id"]))["node"] is None
    answer = await answer_to(api, application, PLAIN, as_="competitor", amendmentRequestId=id_)
    assert answer == NOT_FOUND


async def test_only_the_contractor_attaches_to_its_own_request(api: Api, sample: SampleRegister) -> None:
    id_, application = await asked(api, sample)
    other = (await api_calls.apply(api, sample))["id"]
    tried = [
        {"as_": "surety", "application_id": application, "amendmentRequestId": id_},
        {"application_id": application, "amendmentRequestId": ""},
        {"application_id": application, "amendmentRequestId": f"AmendmentRequest_{'0' * 32}"},
        {"application_id": other, "amendmentRequestId": id_},
    ]
    for given in tried:
        assert await answer_to(api, given.pop("application_id"), PLAIN, **given) == NOT_FOUND
    assert await Attachment.all().count() == await DocumentContent.filter(id__isnull=True).count() == 0


async def test_members_of_a_joint_venture_see_none(api: Api, sample: SampleRegister) -> None:
    advance, *_ = await joint_ventures.issued_over_http(api, sample)
    found = await request(api, advance["guarantee"]["id"])
    application = (await read(api, found["id"]))["guarantee"]["application"]["id"]
    file = await attach(api, application, PLAIN, amendmentRequestId=found["id"])
    query = "query($id: ID!) { node(id: $id) { id } }"
    assert (await api.data(query, as_="member", id=file["id"]))["node"] is None


async def test_it_belongs_to_a_message_or_to_a_request(api: Api, sample: SampleRegister) -> None:
    id_, application = await asked(api, sample)
    answer = await answer_to(api, application, PLAIN, amendmentRequestId=id_, messageId=f"Message_{'0' * 32}")
    assert [(each["path"], each["code"]) for each in answer["problems"]] == [(["amendmentRequestId"], "EXACTLY_ONE")]


async def test_a_request_has_ten_of_its_own(api: Api, sample: SampleRegister) -> None:
    id_, application = await asked(api, sample)
    for _ in range(MOST_ATTACHMENTS - 1):
        await attach(api, application, png(), amendmentRequestId=id_)
    answers = await asyncio.gather(*(answer_to(api, application, png(), amendmentRequestId=id_) for _ in range(2)))
    assert sorted(answer["__typename"] for answer in answers) == ["AttachmentAdded", "InvalidInput"]
    (refusal,) = [answer for answer in answers if answer["__typename"] == "InvalidInput"]
    assert [each["path"] for each in refusal["problems"]] == [["amendmentRequestId"]]
    assert len(await files_of(api, id_)) == MOST_ATTACHMENTS


async def test_once_it_is_decided_nothing_is_attached_or_removed(api: Api, sample: SampleRegister) -> None:
    id_, application = await asked(api, sample)
    file = await attach(api, application, PLAIN, amendmentRequestId=id_)
    await api.data(WITHDRAW, as_="contractor", input={"amendmentRequestId": id_})
    expected = {"__typename": "WrongState", "message": WITHDRAWN, "status": "IN_FORCE"}
    assert await answer_to(api, application, PLAIN, amendmentRequestId=id_) == expected
    assert await refused(api, REMOVE, as_="contractor", input={"attachmentId": file["id"]}) == expected
    assert len(await files_of(api, id_, as_="surety")) == 1


async def test_it_is_removed_until_the_surety_has_opened_it(api: Api, sample: SampleRegister) -> None:
    id_, application = await asked(api, sample)
    wrong, right = [await attach(api, application, PLAIN, amendmentRequestId=id_) for _ in range(2)]
    assert (await remove(api, wrong["id"]))["__typename"] == "AttachmentRemoved"
    (file,) = (await read(api, id_, as_="surety"))["attachments"]
    assert file["id"] == right["id"]
    await api.http.get(file["url"])
    answer = await refused(api, REMOVE, as_="contractor", input={"attachmentId": right["id"]})
    assert answer["__typename"] == "AttachmentInUse"


async def test_the_same_key_gives_the_first_file(api: Api, sample: SampleRegister) -> None:
    id_, application = await asked(api, sample)
    given = {"amendmentRequestId": id_, "idempotencyKey": "添付１"}
    first = await attach(api, application, PLAIN, **given)
    again = await attach(api, application, PLAIN, **given)
    assert (again["id"], await Attachment.all().count()) == (first["id"], 1)
    row = await Attachment.get()
    assert row.amendment_request_id == ids.split(id_)[1]
