"""addAttachment: what is refused, and changes nothing."""

from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.pending_content import PendingContent
from pdf.upload_refusals import Reason, UploadRefused
from resolvers import quotas
from sample.sample_register import SampleRegister
from storage.in_database import DatabaseStore
from storage.store import StoreUnavailable
from tests.conftest import ATTACHMENTS, NOON, Api
from tests.support import drafts
from tests.support.applying.attaching import ADD, answer_to, send
from tests.support.hostile.attached_files import PLAIN, zipped
from tests.support.refusals import error_of, refused, table_contents


async def draft_of(api: Api) -> str:
    return (await drafts.save(api, {}))["id"]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "EMPTY"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "OTHER_TYPE"),
        (zipped(), "OTHER_TYPE"),
        (PLAIN[:100], "DAMAGED"),
        (PLAIN.replace(b"/Pages 2", b"/OpenAction<</S/Launch/F(a)>>/Pages 2"), "ADDED_CONTENT"),
    ],
)
async def test_what_may_not_be_attached_leaves_nothing(
    api: Api, sample: SampleRegister, file: bytes, reason: str
) -> None:
    id_ = await draft_of(api)
    before = await table_contents()
    answer = await answer_to(api, id_, file, name="契約書.pdf")
    assert (answer["__typename"], answer["reason"], answer["retryAfter"]) == ("AttachmentRefused", reason, None)
    assert answer["message"]
    assert await table_contents() == before


async def test_eleven_megabytes_do_not_get_in(api: Api, sample: SampleRegister) -> None:
    id_ = await draft_of(api)
    before = await table_contents()
    response = await send(api, id_, bytes(11_000_000))
    (error,) = response.json()["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (413, "BAD_REQUEST")
    assert await table_contents() == before


async def test_a_busy_machine_says_when_to_come_again(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(_: bytes, *, sender: str) -> None:
        raise UploadRefused(Reason.BUSY, retry_after=5)

    monkeypatch.setattr(ATTACHMENTS, "examine", busy)
    answer = await answer_to(api, await draft_of(api), PLAIN)
    assert (answer["reason"], answer["retryAfter"]) == ("BUSY", 5)
    assert answer["message"] == "ただいま混み合っています。しばらくしてから、もう一度添付してください。"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"description": "甲" * 61}, {"path": ["description"], "code": "TOO_LONG"}),
        ({"description": "甲\u202e"}, {"path": ["description"], "code": "FORBIDDEN_CHARACTER"}),
        ({"filename": "甲" * 121}, {"path": ["filename"], "code": "TOO_LONG"}),
        ({"filename": "甲\u0000.pdf"}, {"path": ["filename"], "code": "FORBIDDEN_CHARACTER"}),
        ({"idempotencyKey": ""}, {"path": ["idempotencyKey"], "code": "MALFORMED"}),
    ],
)
async def test_bad_texts_are_told(
    api: Api, sample: SampleRegister, given: dict[str, str], problem: dict[str, Any]
) -> None:
    variables = {"applicationId": await draft_of(api), "file": "YQ=="} | given
    answer = await refused(api, ADD, as_="contractor", input=variables)
    assert [{key: each[key] for key in problem} for each in answer["problems"]] == [problem]


async def test_a_hundred_files_an_hour_are_enough(api: Api, sample: SampleRegister) -> None:
    id_ = await draft_of(api)
    account = await models.Account.get(email="contractor@example.jp")
    event: dict[str, Any] = {"action": "attachment.added", "address": "192.0.2.1", "actor_id": account.id, "at": NOON}
    await AuditEvent.bulk_create([AuditEvent(**event) for _ in range(quotas.ATTACHMENTS.most)])
    given = {"applicationId": id_, "file": "YQ=="}
    status, code, message = await error_of(api, ADD, as_="contractor", input=given)
    assert (status, code) == (429, "TOO_MANY_REQUESTS")
    assert message.startswith("ファイルの添付は1時間に100件までです。")


async def test_without_its_store_nothing_is_attached(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(*_: object) -> None:
        raise StoreUnavailable("no bucket")

    id_ = await draft_of(api)
    monkeypatch.setattr(DatabaseStore, "put", unavailable)
    before = await table_contents(but=("pending_content",))
    response = await send(api, id_, PLAIN)
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert await table_contents(but=("pending_content",)) == before


async def test_bytes_that_were_swept_away_meanwhile_are_not_referred_to(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = DatabaseStore.put

    async def put_and_sweep(store: DatabaseStore, key: Any, content: bytes) -> None:
        await put(store, key, content)
        await PendingContent.filter(id=key).update(is_abandoned=True)

    id_ = await draft_of(api)
    monkeypatch.setattr(DatabaseStore, "put", put_and_sweep)
    assert (await send(api, id_, PLAIN)).status_code == 503
    assert await models.Attachment.all().count() == 0
