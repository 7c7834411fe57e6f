"""uploadNotice again: the same file, the same idempotency key, and changes in between."""

import asyncio
import base64
from typing import Any

from models.audit_records import AuditEvent
from models.document import DocumentContent
from models.parties.account import ApiClientObligee
from models.received_notice import ReceivedNotice
from sample.sample_register import SampleRegister
from tests.conftest import Api
from tests.support import handovers
from tests.support.handovers import (
    ACCEPT,
    NOT_AVAILABLE,
    SENT,
    UPLOAD,
    key_input,
    notice,
    retold,
    upload,
)
from tests.support.received_certificates import amend
from tests.support.refusals import refused, table_contents


async def test_the_same_file_twice_is_one_hand_over(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    file = await notice(api)
    first = await upload(api, file, contractReference="甲")
    api.clock.at = api.clock.at.replace(hour=18)
    assert await upload(api, file, contractReference="乙") == first
    assert await handovers.desk(api, guarantee) == SENT
    assert await ReceivedNotice.all().count() == await DocumentContent.filter(id__in=await keys()).count() == 1


async def keys() -> list[Any]:
    return [kept.storage_key for kept in await ReceivedNotice.all()]


async def test_ten_at_once_are_one(api: Api, sample: SampleRegister) -> None:
    await handovers.issued(api, sample)
    file = await notice(api)
    before = await DocumentContent.all().count()
    found = await asyncio.gather(*(upload(api, file, as_=name) for name in ["system", "obligee"] * 3))
    assert {answer["__typename"] for answer in found} == {"NoticeFiled"}
    assert await ReceivedNotice.all().count() == 1
    assert await DocumentContent.all().count() == before + 1
    assert await AuditEvent.filter(action="notice.received").count() == 1


async def test_another_file_of_the_same_notice_is_received_too(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    file = await notice(api)
    await upload(api, file)
    api.clock.at = api.clock.at.replace(hour=18)
    other = await retold(guarantee)
    assert other != file
    found = await upload(api, other)
    assert found["handover"] == SENT | {"sentAt": "2026-11-20T09:00:00+00:00"}
    assert await ReceivedNotice.all().count() == 2


async def test_the_same_key_gives_the_same_result_and_other_input_a_conflict(api: Api, sample: SampleRegister) -> None:
    await handovers.issued(api, sample)
    file = await notice(api)
    first = await upload(api, file, idempotencyKey="k", contractReference="甲")
    before = await table_contents(but=("audit_event",))
    assert await upload(api, file, idempotencyKey="k", contractReference="甲") == first
    assert await table_contents(but=("audit_event",)) == before, "the file is not even read again"
    shown = await AuditEvent.get(action="certificate.shown")
    assert shown.subject_id == (await ReceivedNotice.get()).guarantee_id
    given = {"file": base64.b64encode(file).decode(), "idempotencyKey": "k", "contractReference": "乙"}
    answer = await refused(api, UPLOAD, as_="system", input=given)
    assert answer["__typename"] == "IdempotencyConflict"


async def test_a_retry_after_an_amendment_gives_what_is_certified_by_then(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    file = await notice(api)
    await upload(api, file, idempotencyKey="k")
    await amend(guarantee["number"], project_name="変更後の工事")
    again = await upload(api, file, idempotencyKey="k")
    assert again["certificate"]["projectName"] == "変更後の工事"


async def test_who_has_lost_the_obligee_meanwhile_gets_nothing_by_the_key(api: Api, sample: SampleRegister) -> None:
    await handovers.issued(api, sample)
    file = await notice(api)
    await upload(api, file, idempotencyKey="k")
    acting = await ApiClientObligee.get()
    await acting.delete()
    try:
        given = {"file": base64.b64encode(file).decode(), "idempotencyKey": "k"}
        assert await refused(api, UPLOAD, as_="system", input=given) == NOT_AVAILABLE
    finally:
        await ApiClientObligee.create(id=acting.id, api_client_id=acting.api_client_id, obligee_id=acting.obligee_id)


async def test_what_is_accepted_stays_accepted(api: Api, sample: SampleRegister) -> None:
    guarantee = await handovers.issued(api, sample)
    await upload(api, await notice(api))
    await api.data(ACCEPT, as_="obligee", input=key_input(guarantee))
    before = await handovers.desk(api, guarantee)
    assert (await upload(api, await retold(guarantee)))["handover"] == before
    assert before["status"] == "ACCEPTED"
