"""markMessagesRead, and the messages that wait to be read."""

import asyncio
import datetime
from typing import Any

import pytest

from models.audit_records import AuditEvent
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, drafts
from tests.support.api_calls import POST
from tests.support.applying.reviewing import MARK_READ, mark_read
from tests.support.refusals import error_of, refused, table_contents
from tests.support.states import NOT_FOUND, colleague, competitor, rival_branch, second_reviewer

NOON_TEXT, HOUR_LATER = "2026-11-20T03:00:00+00:00", "2026-11-20T04:00:00+00:00"
UNREAD = "query($id: ID!) { node(id: $id) { ... on Application { unreadMessages } } }"
LISTED = "{ applications { edges { node { id unreadMessages messages { readAt } } } } }"


async def post(api: Api, application_id: str, *senders: str) -> None:
    for name in senders:
        await api.data(POST, as_=name, input={"applicationId": application_id, "body": "ご確認ください。"})


async def unread(api: Api, application_id: str, *names: str) -> dict[str, int]:
    return {name: (await api.data(UNREAD, as_=name, id=application_id))["node"]["unreadMessages"] for name in names}


async def test_each_side_has_its_own_mark(api: Api, sample: SampleRegister) -> None:
    # given
    id_ = (await api_calls.apply(api, sample, message="よろしくお願いします。"))["id"]
    await post(api, id_, "surety", "surety", "contractor")
    await colleague(api, sample)
    await second_reviewer(api)
    sides = {"contractor": 2, "colleague": 2, "surety": 2, "reviewer": 2, "operator": 0}
    assert await unread(api, id_, *sides) == sides
    # when one of the surety's staff reads them
    api.clock.at = NOON + datetime.timedelta(hours=1)
    application = await mark_read(api, id_, as_="reviewer")
    # then its side has read them
    assert application["unreadMessages"] == 0
    told = {"CONTRACTOR": HOUR_LATER, "SURETY": None}
    assert [(each["from"], each["readAt"]) for each in application["messages"]] == [
        (sender, told[sender]) for sender in ("CONTRACTOR", "SURETY", "SURETY", "CONTRACTOR")
    ]
    assert await unread(api, id_, *sides) == sides | {"surety": 0, "reviewer": 0}
    events = AuditEvent.filter(action="messages.read")
    assert await events.values_list("subject_id", flat=True) == [ids.split(id_)[1]]


async def test_what_comes_later_is_unread_and_the_first_mark_stays(api: Api, sample: SampleRegister) -> None:
    id_ = (await api_calls.apply(api, sample))["id"]
    await post(api, id_, "surety")
    await mark_read(api, id_, as_="contractor")
    await post(api, id_, "surety")
    assert await unread(api, id_, "contractor") == {"contractor": 1}
    api.clock.at = NOON + datetime.timedelta(hours=1)
    application = await mark_read(api, id_, as_="contractor")
    assert [each["readAt"] for each in application["messages"]] == [NOON_TEXT, HOUR_LATER]


async def test_with_nothing_unread_nothing_changes(api: Api, sample: SampleRegister) -> None:
    id_ = (await api_calls.apply(api, sample))["id"]
    await post(api, id_, "contractor")
    before = await table_contents()
    assert (await mark_read(api, id_, as_="contractor"))["unreadMessages"] == 0
    assert await table_contents() == before


async def test_at_once_they_are_marked_once(api: Api, sample: SampleRegister) -> None:
    id_ = (await api_calls.apply(api, sample))["id"]
    await post(api, id_, *["contractor"] * 5)
    await asyncio.gather(*(mark_read(api, id_, as_="surety") for _ in range(5)))
    assert await unread(api, id_, "surety") == {"surety": 0}
    assert await AuditEvent.filter(action="messages.read").count() == 1


async def test_of_several_applications_each_has_its_own(api: Api, sample: SampleRegister) -> None:
    first, second = [(await api_calls.apply(api, sample))["id"] for _ in range(2)]
    await post(api, first, "contractor", "contractor")
    edges: Any = (await api.data(LISTED, as_="surety"))["applications"]["edges"]
    assert {edge["node"]["id"]: edge["node"]["unreadMessages"] for edge in edges} == {first: 2, second: 0}
    await mark_read(api, second, as_="surety")
    assert await unread(api, first, "surety") == {"surety": 2}


async def test_drafts_and_others_applications_are_refused(api: Api, sample: SampleRegister) -> None:
    id_ = (await api_calls.apply(api, sample))["id"]
    await post(api, id_, "contractor", "surety")
    await competitor(api)
    await rival_branch(api)
    for name in ("competitor", "rival"):
        assert await refused(api, MARK_READ, as_=name, input={"applicationId": id_}) == NOT_FOUND
    for unknown in ("", f"Application_{'0' * 32}"):
        assert await refused(api, MARK_READ, as_="surety", input={"applicationId": unknown}) == NOT_FOUND
    draft = await drafts.save(api, {})
    answer = await refused(api, MARK_READ, as_="contractor", input={"applicationId": draft["id"]})
    assert (answer["__typename"], answer["status"]) == ("WrongState", "DRAFT")


@pytest.mark.parametrize("name", ["operator", "obligee", "system"])
async def test_who_writes_no_messages_may_not(api: Api, sample: SampleRegister, name: str) -> None:
    id_ = (await api_calls.apply(api, sample))["id"]
    assert (await error_of(api, MARK_READ, as_=name, input={"applicationId": id_}))[1] == "FORBIDDEN"
