"""uploadNotice: the handed-over key notice, read and checked in one call."""

import base64
import datetime
from typing import Any
from uuid import UUID

import pytest

from models.audit_records import AuditEvent
from models.document import DocumentContent
from models.pending_content import PendingContent
from models.received_notice import ReceivedNotice
from pdf.documents.document_data import Product
from pdf.upload_refusals import Reason, UploadRefused
from resolvers.handover.file_notice import MAX_NOTICE_BYTES
from sample.sample_register import SampleRegister
from storage.in_database import DatabaseStore
from storage.store import StoreUnavailable
from tests.conftest import KEYRING, NOTICES, Api
from tests.support import handovers
from tests.support.document_links import documents
from tests.support.handovers import (
    NOT_AVAILABLE,
    SENT,
    UPLOAD,
    VIEWED,
    notice,
    retold,
    upload,
)
from tests.support.multipart import multipart_body, post
from tests.support.refusals import error_of, refused, table_contents


async def test_a_system_gets_the_certificate_and_hands_it_over(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    file = await notice(api)
    found = await upload(api, file, contractReference="契約第12号")
    certificate = {"guaranteeNumber": guarantee["number"], "projectName": "●●●●工事"}
    assert found == {"__typename": "NoticeFiled", "certificate": certificate, "handover": SENT}
    assert await handovers.desk(api, guarantee) == SENT
    query = "{ guarantees { edges { node { receivedNotices { receivedBy contractReference bytes sha256 } } } } }"
    (row,) = (await api.data(query, as_="contractor"))["guarantees"]["edges"]
    kept = await ReceivedNotice.get()
    assert row["node"]["receivedNotices"] == [
        {
            "receivedBy": "見本電子契約システム",
            "contractReference": "契約第12号",
            "bytes": len(file),
            "sha256": bytes(kept.sha256).hex(),
        }
    ]
    events = await AuditEvent.filter(subject_id=kept.guarantee_id, action__in=["certificate.read", "notice.received"])
    assert {(event.action, event.actor_id) for event in events} == {
        ("certificate.read", kept.actor_id),
        ("notice.received", kept.actor_id),
    }


async def test_the_file_is_kept_sealed(api: Api, sample: SampleRegister) -> None:
    await handovers.issued(api, sample)
    file = await notice(api)
    await upload(api, file)
    kept = await ReceivedNotice.get()
    sealed = bytes((await DocumentContent.get(id=kept.storage_key)).content)
    assert b"%PDF" not in sealed
    assert KEYRING.decrypt_bytes(sealed, kept.envelope_version, str(kept.id)) == file


async def test_an_official_who_uploads_it_has_read_the_certificate(api: Api, sample: SampleRegister) -> None:
    await handovers.issued(api, sample)
    found = await upload(api, await notice(api), as_="obligee")
    assert found["handover"] == VIEWED | {"channel": "DIRECT"}


async def test_the_obligee_reads_what_its_system_has_received(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await upload(api, await notice(api))
    url = (await documents(api, "obligee"))["certificate"]["url"]
    assert await handovers.desk(api, guarantee) == SENT
    assert (await api.http.get(url)).status_code == 200
    assert await handovers.desk(api, guarantee) == VIEWED


async def test_an_official_reads_also_what_came_before(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    file = await notice(api)
    await upload(api, file)
    again = await upload(api, file, as_="obligee")
    assert again["handover"] == await handovers.desk(api, guarantee) == VIEWED
    assert await ReceivedNotice.all().count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"product": Product.INTERMEDIATE_ADVANCE_PAYMENT},
        {"project_name": "別の工事"},
        {"contractor_name": "別"},
        {"joint_venture_name": "甲・乙共同企業体"},
        {"obligee_title": "富士市長"},
        {"surety_name": "別の保証株式会社"},
        {"issued_on": datetime.date(2026, 11, 19)},
        {"issued_on": datetime.date(2026, 11, 21)},
    ],
    ids=lambda changes: next(iter(changes)),
)
async def test_what_the_certificate_does_not_say_is_refused(
    api: Api, sample: SampleRegister, changes: dict[str, str]
) -> None:
    guarantee = await handovers.issued(api, sample)
    given = {"file": base64.b64encode(await retold(guarantee, **changes)).decode()}
    answer = await refused(api, UPLOAD, as_="system", but=("audit_event",), input=given)
    assert (answer["__typename"], answer["reason"], answer["retryAfter"]) == ("NoticeNotReadable", "DIFFERENT", None)
    assert (await AuditEvent.get(action="notice.refused")).subject == "DIFFERENT"


async def test_a_wrong_key_opens_nothing(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    given = {"file": base64.b64encode(await retold(guarantee, key="h7RkTq3WbN9e")).decode()}
    assert await refused(api, UPLOAD, as_="system", but=("audit_event",), input=given) == NOT_AVAILABLE


async def test_another_obligees_notice_opens_nothing(api: Api, sample: SampleRegister) -> None:
    await handovers.issued(api, sample)
    given = {"file": base64.b64encode(await notice(api)).decode()}
    assert await refused(api, UPLOAD, as_="city", but=("audit_event",), input=given) == NOT_AVAILABLE


@pytest.mark.parametrize("name", ["contractor", "surety", "operator"])
async def test_others_may_not(api: Api, sample: SampleRegister, name: str) -> None:
    assert (await error_of(api, UPLOAD, as_=name, input={"file": "YQ=="}))[1] == "FORBIDDEN"


async def test_a_file_that_is_none_is_refused_with_its_reason(api: Api, sample: SampleRegister) -> None:
    given = {"file": base64.b64encode(b"GIF89a").decode()}
    answer = await refused(api, UPLOAD, as_="system", but=("audit_event",), input=given)
    assert (answer["reason"], answer["retryAfter"]) == ("NOT_A_PDF", None)
    assert answer["message"].startswith("ＰＤＦファイルではありません。")


async def test_five_of_the_same_a_minute_are_enough(api: Api, sample: SampleRegister) -> None:
    given = {"file": base64.b64encode(b"GIF89a").decode()}
    for _ in range(5):
        await refused(api, UPLOAD, as_="system", but=("audit_event",), input=given)
    assert (await error_of(api, UPLOAD, as_="system", input=given))[1] == "TOO_MANY_ATTEMPTS"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"contractReference": "甲" * 121}, {"path": ["contractReference"], "code": "TOO_LONG"}),
        ({"contractReference": "甲\u0000"}, {"path": ["contractReference"], "code": "FORBIDDEN_CHARACTER"}),
        ({"idempotencyKey": ""}, {"path": ["idempotencyKey"], "code": "MALFORMED"}),
    ],
)
async def test_bad_texts_are_told(
    api: Api, sample: SampleRegister, given: dict[str, str], problem: dict[str, Any]
) -> None:
    answer = await refused(api, UPLOAD, as_="system", input={"file": "YQ=="} | given)
    assert answer["problems"] == [problem]


async def test_without_its_store_nothing_is_received(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    await handovers.issued(api, sample)
    given = {"file": base64.b64encode(await notice(api)).decode()}

    async def unavailable(*_: object) -> None:
        raise StoreUnavailable("no bucket")

    monkeypatch.setattr(DatabaseStore, "put", unavailable)
    # The key is recorded before storing, for the sweep.
    but = ("audit_event", "pending_content")
    before = await table_contents(but=but)
    response = await api.post(UPLOAD, as_="system", input=given)
    (error,) = response.json()["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert error["message"].startswith("書類の保管先に接続できません。")
    assert await table_contents(but=but) == before
    assert await PendingContent.all().count() == 1


async def test_who_comes_second_leaves_no_bytes(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    await handovers.issued(api, sample)
    file, put = await notice(api), DatabaseStore.put
    before = await DocumentContent.all().count()

    async def put_late(store: DatabaseStore, key: UUID, content: bytes) -> None:
        monkeypatch.setattr(DatabaseStore, "put", put)
        assert (await upload(api, file, as_="obligee"))["__typename"] == "NoticeFiled"
        await put(store, key, content)

    monkeypatch.setattr(DatabaseStore, "put", put_late)
    assert (await upload(api, file))["handover"] == VIEWED | {"channel": "DIRECT"}
    assert await ReceivedNotice.all().count() == 1
    assert await DocumentContent.all().count() == before + 1


async def test_who_cannot_be_served_now_may_come_again_as_often_as_wanted(
    api: Api, sample: SampleRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(_: bytes, *, sender: str) -> None:
        raise UploadRefused(Reason.BUSY, retry_after=5)

    monkeypatch.setattr(NOTICES, "read", busy)
    given = {"file": base64.b64encode(b"%PDF-").decode()}
    for _ in range(7):
        answer = await refused(api, UPLOAD, as_="system", but=("audit_event",), input=given)
        assert (answer["reason"], answer["retryAfter"]) == ("BUSY", 5)


@pytest.mark.parametrize(
    ("size", "reason"), [(MAX_NOTICE_BYTES, "ADDED_CONTENT"), (MAX_NOTICE_BYTES + 1, "TOO_LARGE")], ids=str
)
async def test_a_padded_notice_is_not_kept(api: Api, sample: SampleRegister, size: int, reason: str) -> None:
    await handovers.issued(api, sample)
    file = await notice(api)
    padded = file + b"\n" * (size - len(file))
    before = await table_contents(but=("audit_event",))
    operations = {"query": UPLOAD, "variables": {"input": {"file": None}}}
    content = multipart_body(operations, {"0": ["variables.input.file"]}, file=padded)
    response = await post(api, content, authorization=f"Bearer {await api.token('system')}")
    assert response.json()["data"]["uploadNotice"]["reason"] == reason
    assert await table_contents(but=("audit_event",)) == before
