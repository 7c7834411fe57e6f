"""addReviewNote, and who reads the notes."""

import asyncio
import datetime
from typing import Any

import pytest

from models.applying.review_note import MOST_NOTES, ReviewNote
from models.audit_records import AuditEvent
from models.enums import Role
from resolvers import quotas
from sample.sample_register import ACCOUNTS, SampleRegister
from tests.conftest import NOON, Api
from tests.support import api_calls, drafts
from tests.support.applying.reviewing import ADD_NOTE, add_note
from tests.support.database.copied_rows import copy_rows
from tests.support.drafts import codes
from tests.support.refusals import error_of, refused, table_contents, unchanged
from tests.support.states import NOT_FOUND, guarantee_in, rival_branch, rival_guarantee, second_reviewer

BY = ACCOUNTS["surety@example.jp"]
NOTES = "query($id: ID!) { node(id: $id) { ... on Application { reviewNotes { by body guarantee { id } } } } }"
LISTED = "{ applications { edges { node { reviewNotes { by body } } } } }"
RARE = "髙﨑𠮷、葛\U000e0100ﾊﾞｲﾊﾟｽ\nが"


async def test_a_note_is_about_an_application_or_one_of_its_guarantees(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    guarantee_id = application["guarantees"][1]["id"]
    await add_note(api, applicationId=application["id"], body=f" {RARE}\n")
    second = await second_reviewer(api)
    given = {"guaranteeId": guarantee_id, "body": "確認済み"}
    answer = (await api.data(ADD_NOTE, as_="reviewer", input=given))["addReviewNote"]
    notes = [
        {"writtenAt": "2026-11-20T03:00:00+00:00", "by": BY, "body": RARE, "guarantee": None},
        {
            "writtenAt": "2026-11-20T03:00:00+00:00", "by": second, "body": "確認済み",
            "guarantee": {"id": guarantee_id},
        },
    ]  # fmt: skip
    application = {"id": application["id"], "reviewNotes": notes}
    assert answer == {"__typename": "ReviewNoteAdded", "application": application}
    assert await AuditEvent.filter(action="review_note.added").count() == 2


@pytest.mark.parametrize("state", ["DECLINED", "IN_FORCE"])
async def test_also_when_it_is_decided(api: Api, sample: SampleRegister, state: str) -> None:
    id_ = await guarantee_in(state, api, sample)
    assert (await add_note(api, guaranteeId=id_))["__typename"] == "ReviewNoteAdded"


async def test_only_the_suretys_staff_reads_them(api: Api, sample: SampleRegister) -> None:
    issued, _ = await api_calls.issued(api, sample)
    number, key = issued["guarantee"]["number"], issued["guarantee"]["authKey"]
    for name in ("obligee", "system"):
        await api.data(api_calls.CERTIFICATE, as_=name, number=number, key=key)
    await add_note(api, guaranteeId=issued["guarantee"]["id"])
    await rival_branch(api)
    below = "{ guarantees { edges { node { application { reviewNotes { body } } } } } }"
    for name in ("contractor", "obligee", "system", "operator", "rival"):
        for query in (LISTED, below):
            assert "写し" not in (await api.post(query, as_=name)).text
    (edge,) = (await api.data(LISTED, as_="surety"))["applications"]["edges"]
    assert edge["node"] == {"reviewNotes": [{"by": BY, "body": "写しを確認済み"}]}
    assert "写し" in (await api.post(below, as_="surety")).text


async def test_the_same_key_adds_it_once(api: Api, sample: SampleRegister) -> None:
    id_ = (await api_calls.apply(api, sample))["id"]
    given = {"applicationId": id_, "idempotencyKey": "memo-1"}
    first, *others = await asyncio.gather(*(add_note(api, **given) for _ in range(4)))
    assert others == [first] * 3
    assert await ReviewNote.all().count() == 1
    other = await refused(api, ADD_NOTE, as_="surety", input=given | {"body": "別の内容"})
    assert other["__typename"] == "IdempotencyConflict"


async def test_exactly_one_subject_is_given(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    both = {"applicationId": application["id"], "guaranteeId": application["guarantees"][0]["id"]}
    for given in ({}, both):
        answer = await refused(api, ADD_NOTE, as_="surety", input=given | {"body": "可"})
        assert codes(answer) == [("applicationId", "EXACTLY_ONE")]


@pytest.mark.parametrize(
    ("body", "code"), [(" 　\n", "REQUIRED"), ("𠮷" * 2_001, "TOO_LONG"), ("可\u202e", "FORBIDDEN_CHARACTER")]
)
async def test_it_has_a_text_of_2000_characters_at_most(api: Api, sample: SampleRegister, body: str, code: str) -> None:
    id_ = (await api_calls.apply(api, sample))["id"]
    answer = await refused(api, ADD_NOTE, as_="surety", input={"applicationId": id_, "body": body})
    assert codes(answer) == [("body", code)]


async def test_an_application_has_two_hundred_notes(api: Api, sample: SampleRegister) -> None:
    id_ = (await api_calls.apply(api, sample))["id"]
    await add_note(api, applicationId=id_)
    await copy_rows("review_note", MOST_NOTES - 2)
    answers = await asyncio.gather(*(add_note(api, applicationId=id_) for _ in range(3)))
    assert sorted(answer["__typename"] for answer in answers) == ["InvalidInput"] * 2 + ["ReviewNoteAdded"]
    assert await ReviewNote.all().count() == MOST_NOTES
    answer = await refused(api, ADD_NOTE, as_="surety", input={"applicationId": id_, "body": "可"})
    assert codes(answer) == [("body", "TOO_MANY")]


async def test_others_applications_and_roles_are_refused(api: Api, sample: SampleRegister) -> None:
    theirs = await rival_guarantee(api, sample)
    draft = (await drafts.save(api, {}))["id"]
    subjects: list[dict[str, Any]] = [
        {"guaranteeId": theirs}, {"guaranteeId": ""}, {"applicationId": draft}, {"applicationId": ""},
    ]  # fmt: skip
    for subject in subjects:
        assert await refused(api, ADD_NOTE, as_="surety", input=subject | {"body": "可"}) == NOT_FOUND
    given = {"applicationId": (await api_calls.apply(api, sample))["id"], "body": "可"}
    for name in ("contractor", "obligee", "operator", "system"):
        assert (await error_of(api, ADD_NOTE, as_=name, input=given))[1] == "FORBIDDEN"


async def test_who_adds_too_many_is_told_when_to_go_on(api: Api, sample: SampleRegister) -> None:
    given = {"applicationId": (await api_calls.apply(api, sample))["id"], "body": "可", "idempotencyKey": "memo"}
    await api.data(ADD_NOTE, as_="surety", input=given)
    actor_id, at = sample.viewers[Role.SURETY].actor_id, NOON - datetime.timedelta(minutes=30)
    event = {"action": "review_note.added", "address": "192.0.2.1", "actor_id": actor_id, "at": at}
    await AuditEvent.bulk_create([AuditEvent(**event) for _ in range(quotas.NOTES.most)])
    response = await unchanged(api, ADD_NOTE, as_="surety", input=given | {"idempotencyKey": "other"})
    assert response.json()["errors"][0]["extensions"]["code"] == "TOO_MANY_REQUESTS"
    before = await table_contents()
    await api.data(ADD_NOTE, as_="surety", input=given)
    assert await table_contents() == before
