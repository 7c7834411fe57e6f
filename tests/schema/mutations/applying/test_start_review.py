"""startReview."""

import asyncio
import datetime
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.enums import Role
from resolvers import quotas
from sample.sample_register import ACCOUNTS, SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, drafts
from tests.support.api_calls import APPROVE
from tests.support.refusals import error_of, refused, table_contents, unchanged
from tests.support.states import (
    DECLINE,
    NOT_FOUND,
    RETURN,
    START_REVIEW,
    guarantee_in,
    others_than,
    rival_guarantee,
    second_reviewer,
    start_review,
    status_of,
    wrong_state,
)

FIRST = ACCOUNTS["surety@example.jp"]
NOON_TEXT, HOUR_LATER = "2026-11-20T03:00:00+00:00", "2026-11-20T04:00:00+00:00"
SEEN = "query($id: ID!) { node(id: $id) { ... on Guarantee { status reviewer reviewStartedAt } } }"
LISTED = "{ guarantees { edges { node { status reviewer reviewStartedAt } } } }"
WITHOUT_NAME = "{ guarantees { edges { node { status reviewStartedAt } } } }"
MESSAGE = "ほかの担当者が審査中です。引き継ぐ場合は、その旨を指定してください。"


async def events() -> list[tuple[str | None, str]]:
    """Who was taken over from, and by which account, oldest first."""
    found = await AuditEvent.filter(action="guarantee.review_started").order_by("id")
    names = {account.id: account.name for account in await models.Account.all()}
    return [(event.subject, names[event.actor_id]) for event in found]  # type: ignore[index] -- a person's act


async def reviewed(guarantee_id: str) -> tuple[Any, Any]:
    row = await models.Guarantee.get(id=ids.split(guarantee_id)[1])
    return row.reviewer_id, row.review_started_at


async def test_a_review_has_a_reviewer_and_a_beginning(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("SUBMITTED", api, sample)
    under_review = {"id": id_, "status": "UNDER_REVIEW", "reviewer": FIRST, "reviewStartedAt": NOON_TEXT}
    assert await start_review(api, id_) == {"__typename": "ReviewStarted", "guarantee": under_review}
    assert await reviewed(id_) == (sample.viewers[Role.SURETY].actor_id, NOON)
    assert await events() == [(None, FIRST)]


async def test_ones_own_review_goes_on_unchanged(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("UNDER_REVIEW", api, sample)
    before = await table_contents()
    api.clock.at = NOON + datetime.timedelta(hours=1)
    choices: list[dict[str, Any]] = [{}, {"takeOver": True}]
    for given in choices:
        again = await start_review(api, id_, **given)
        assert again["guarantee"]["reviewStartedAt"] == NOON_TEXT
    assert await table_contents() == before


async def test_another_is_told_who_reviews_it_and_since_when(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("UNDER_REVIEW", api, sample)
    await second_reviewer(api)
    told = {"__typename": "UnderReviewByAnother", "message": MESSAGE, "reviewer": FIRST, "since": NOON_TEXT}
    for given in ({}, {"takeOver": False}):
        assert await refused(api, START_REVIEW, as_="reviewer", input={"guaranteeId": id_, **given}) == told


async def test_it_can_be_taken_over_and_the_first_is_told(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("UNDER_REVIEW", api, sample)
    second = await second_reviewer(api)
    api.clock.at = NOON + datetime.timedelta(hours=1)
    taken = await start_review(api, id_, as_="reviewer", takeOver=True)
    assert (taken["guarantee"]["reviewer"], taken["guarantee"]["reviewStartedAt"]) == (second, HOUR_LATER)
    answer = await refused(api, START_REVIEW, as_="surety", input={"guaranteeId": id_})
    assert (answer["reviewer"], answer["since"]) == (second, HOUR_LATER)
    assert await events() == [(None, FIRST), (FIRST, second)]


async def test_nothing_to_take_over_is_started(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("SUBMITTED", api, sample)
    assert (await start_review(api, id_, takeOver=True))["guarantee"]["reviewer"] == FIRST


async def test_at_once_one_reviews_and_the_others_are_told(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("SUBMITTED", api, sample)
    await second_reviewer(api)
    answers = await asyncio.gather(*(start_review(api, id_, as_=name) for name in ("surety", "reviewer") * 4))
    kinds = [answer["__typename"] for answer in answers]
    assert sorted(kinds) == ["ReviewStarted"] * 4 + ["UnderReviewByAnother"] * 4
    assert len(await events()) == 1


@pytest.mark.parametrize("state", others_than("SUBMITTED", "UNDER_REVIEW"))
async def test_in_another_state_it_is_refused(api: Api, sample: SampleRegister, state: str) -> None:
    id_ = await guarantee_in(state, api, sample)
    assert await refused(api, START_REVIEW, as_="surety", input={"guaranteeId": id_}) == wrong_state(state)


@pytest.mark.parametrize(
    "decision",
    [
        (APPROVE, {}, "guarantee.approved"),
        (RETURN, {"reason": "書類の不足"}, "guarantee.returned"),
        (DECLINE, {"reason": "書類の不足"}, "guarantee.declined"),
    ],
    ids=["approved", "returned", "declined"],
)
@pytest.mark.parametrize(("as_", "subject"), [("surety", None), ("reviewer", FIRST)])
async def test_anybody_decides_and_the_log_says_whose_review_it_was(
    api: Api, sample: SampleRegister, decision: tuple[str, dict[str, str], str], as_: str, subject: str | None
) -> None:
    query, given, action = decision
    id_ = await guarantee_in("UNDER_REVIEW", api, sample)
    await second_reviewer(api)
    await api.data(query, as_=as_, input={"guaranteeId": id_, **given})
    assert await status_of(id_) == action.rpartition(".")[2].upper()
    assert await reviewed(id_) == (None, None)
    assert (await AuditEvent.get(action=action)).subject == subject


async def test_a_withdrawal_ends_the_review(api: Api, sample: SampleRegister) -> None:
    id_ = await guarantee_in("UNDER_REVIEW", api, sample)
    await api.data(drafts.WITHDRAW_ONE, as_="contractor", input={"guaranteeId": id_, "reason": "中止"})
    assert await reviewed(id_) == (None, None)


@pytest.mark.parametrize("query", [LISTED, WITHOUT_NAME])
async def test_the_contractor_sees_since_when_but_not_by_whom(api: Api, sample: SampleRegister, query: str) -> None:
    id_ = await guarantee_in("UNDER_REVIEW", api, sample)
    whole = {"status": "UNDER_REVIEW", "reviewer": FIRST, "reviewStartedAt": NOON_TEXT}
    for name, reviewer in (("surety", FIRST), ("operator", FIRST), ("contractor", None)):
        expected = whole | {"reviewer": reviewer}
        assert (await api.data(SEEN, as_=name, id=id_))["node"] == expected
        (edge,) = (await api.data(query, as_=name))["guarantees"]["edges"]
        assert edge["node"] == {key: expected[key] for key in edge["node"]}


async def test_who_is_not_of_the_surety_may_not(api: Api, sample: SampleRegister) -> None:
    given = {"guaranteeId": await rival_guarantee(api, sample)}
    assert await refused(api, START_REVIEW, as_="surety", input=given) == NOT_FOUND
    for name in ("contractor", "obligee", "operator", "system"):
        assert (await error_of(api, START_REVIEW, as_=name, input=given))[1] == "FORBIDDEN"
    for id_ in ("", f"Guarantee_{'0' * 32}"):
        assert await refused(api, START_REVIEW, as_="surety", input={"guaranteeId": id_}) == NOT_FOUND


async def test_who_starts_too_many_is_told_when_to_go_on(api: Api, sample: SampleRegister) -> None:
    own = await guarantee_in("UNDER_REVIEW", api, sample)
    id_ = (await api_calls.apply(api, sample))["guarantees"][0]["id"]
    actor_id, at = sample.viewers[Role.SURETY].actor_id, NOON - datetime.timedelta(minutes=30)
    event = {"action": "guarantee.review_started", "address": "192.0.2.1", "actor_id": actor_id, "at": at}
    await AuditEvent.bulk_create([AuditEvent(**event) for _ in range(quotas.REVIEWS.most)])
    response = await unchanged(api, START_REVIEW, as_="surety", input={"guaranteeId": id_})
    assert response.json()["errors"][0]["extensions"] == {"code": "TOO_MANY_REQUESTS", "retryAfter": 1800}
    assert (await start_review(api, own))["__typename"] == "ReviewStarted"
