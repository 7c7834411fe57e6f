"""The surety's work list: what waits, since when, unread, reviewed by whom; pages of it."""

import asyncio
import datetime
from typing import Any

import pytest

from models.applying.application import Application
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support import api_calls, drafts
from tests.support.access import joint_ventures
from tests.support.api_calls import POST
from tests.support.applying.reviewing import MARK_READ, mark_read
from tests.support.refusals import error_of, refused
from tests.support.states import (
    DECLINE,
    NOT_FOUND,
    RETURN,
    WITHDRAW,
    guarantee_in,
    rival_branch,
    second_reviewer,
    start_review,
)

LIST = """query($f: ApplicationFilter, $first: Int, $after: String) {
  applications(filter: $f, first: $first, after: $after) {
    edges { cursor node { id waitingSince } } pageInfo { hasNextPage hasPreviousPage endCursor } } }"""
SINCE = "query($id: ID!) { node(id: $id) { ... on Application { waitingSince } } }"
REVOKE = """mutation($input: GuaranteeReasonInput!) { revokeApproval(input: $input) { __typename } }"""
DAY = datetime.timedelta(days=1)


async def page(api: Api, *, as_: str = "surety", first: int = 20, after: str | None = None, **filter_: Any) -> Any:
    return (await api.data(LIST, as_=as_, f=filter_, first=first, after=after))["applications"]


async def listed(api: Api, *, as_: str = "surety", **filter_: Any) -> list[str]:
    return [edge["node"]["id"] for edge in (await page(api, as_=as_, **filter_))["edges"]]


async def since(api: Api, id_: str) -> str | None:
    return (await api.data(SINCE, as_="contractor", id=id_))["node"]["waitingSince"]


async def applied_on(api: Api, sample: SampleRegister, days: int) -> dict[str, Any]:
    """An application, sent so many days after noon."""
    api.clock.at = NOON + days * DAY
    return await api_calls.apply(api, sample)


async def test_it_waits_from_its_sending_until_all_is_decided(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample)
    id_, (advance, performance) = application["id"], application["guarantees"]
    sent = "2026-11-20T03:00:00+00:00"
    api.clock.at = NOON + DAY
    assert await since(api, id_) == sent
    await start_review(api, advance["id"])
    await api_calls.approve(api, advance["id"])
    assert await since(api, id_) == sent
    await api.data(DECLINE, as_="surety", input={"guaranteeId": performance["id"], "reason": "不足"})
    assert await since(api, id_) is None
    api.clock.at = NOON + 2 * DAY
    await api.data(REVOKE, as_="surety", input={"guaranteeId": advance["id"], "reason": "再確認"})
    assert await since(api, id_) == "2026-11-22T03:00:00+00:00"
    await api.data(WITHDRAW, as_="contractor", input={"applicationId": id_})
    assert await since(api, id_) is None


async def test_two_decisions_at_once_end_the_wait(api: Api, sample: SampleRegister) -> None:
    for _ in range(3):
        application = await api_calls.apply(api, sample)
        advance, performance = (each["id"] for each in application["guarantees"])
        declined = api.data(DECLINE, as_="surety", input={"guaranteeId": performance, "reason": "不足"})
        await asyncio.gather(api_calls.approve(api, advance), declined)
        assert await since(api, application["id"]) is None


async def test_after_a_return_it_waits_from_the_next_sending(api: Api, sample: SampleRegister) -> None:
    id_ = (await drafts.returned(api, sample, count=2))["id"]
    assert await since(api, id_) is None
    api.clock.at = NOON + DAY
    await drafts.submit(api, id_)
    assert await since(api, id_) == "2026-11-21T03:00:00+00:00"


async def test_what_was_not_returned_goes_on_waiting(api: Api, sample: SampleRegister) -> None:
    application = await drafts.returned(api, sample, count=1)
    api.clock.at = NOON + DAY
    await drafts.submit(api, application["id"])
    assert await since(api, application["id"]) == "2026-11-20T03:00:00+00:00"
    for guarantee in application["guarantees"]:
        given = {"guaranteeId": guarantee["id"], "reason": "中止"}
        await api.data(drafts.WITHDRAW_ONE, as_="contractor", input=given)
    assert await since(api, application["id"]) is None


async def test_a_draft_does_not_wait(api: Api, sample: SampleRegister) -> None:
    draft = await drafts.save(api, {})
    assert await since(api, draft["id"]) is None
    assert await listed(api, as_="contractor", orderBy="LONGEST_WAITING") == []
    assert await listed(api, as_="contractor", orderBy="LONGEST_WAITING", status="DRAFT") == []


async def test_the_longest_waiting_comes_first_and_the_decided_is_left_out(api: Api, sample: SampleRegister) -> None:
    later, first, decided = [(await applied_on(api, sample, days)) for days in (2, 0, 1)]
    for guarantee in decided["guarantees"]:
        await api.data(RETURN, as_="surety", input={"guaranteeId": guarantee["id"], "reason": "不足"})
    assert await listed(api, orderBy="LONGEST_WAITING") == [first["id"], later["id"]]
    assert await listed(api) == [decided["id"], first["id"], later["id"]]
    assert await listed(api, orderBy="LONGEST_WAITING", waitingSinceTo="2026-11-21") == [first["id"]]
    assert await listed(api, waitingSinceTo="2026-11-22") == [first["id"], later["id"]]


async def test_pages_go_on_where_a_decided_application_was(api: Api, sample: SampleRegister) -> None:
    applications = [await applied_on(api, sample, days) for days in (0, 0, 0, 1, 1)]
    expected = [each["id"] for each in applications]
    begun = await page(api, first=2, orderBy="LONGEST_WAITING")
    assert [edge["node"]["id"] for edge in begun["edges"]] == expected[:2]
    assert (begun["pageInfo"]["hasNextPage"], begun["pageInfo"]["hasPreviousPage"]) == (True, False)
    # The last one of the page is decided meanwhile.
    for guarantee in applications[1]["guarantees"]:
        await api_calls.approve(api, guarantee["id"])
    after = begun["pageInfo"]["endCursor"]
    assert after == begun["edges"][1]["cursor"]
    rest = await page(api, first=2, after=after, orderBy="LONGEST_WAITING")
    assert [edge["node"]["id"] for edge in rest["edges"]] == expected[2:4]
    last = await page(api, first=2, after=rest["pageInfo"]["endCursor"], orderBy="LONGEST_WAITING")
    assert [edge["node"]["id"] for edge in last["edges"]] == expected[4:]
    assert last["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize("after", ["", "x", "AAAA", f"{'A' * 21}H9_f39_f39_", f"{'A' * 21}IAAAAAAAAAA"])
async def test_a_cursor_of_another_order_is_refused(api: Api, sample: SampleRegister, after: str) -> None:
    await api_calls.apply(api, sample)
    newest = (await page(api))["pageInfo"]["endCursor"]
    waiting = (await page(api, orderBy="LONGEST_WAITING"))["pageInfo"]["endCursor"]
    for cursor, order in ((newest, "LONGEST_WAITING"), (waiting, "NEWEST"), (after, "LONGEST_WAITING")):
        found = await error_of(api, LIST, as_="surety", f={"orderBy": order}, after=cursor)
        assert found == (200, "BAD_USER_INPUT", "after には、前のページの cursor をそのまま指定してください。")


async def test_by_who_reviews_it(api: Api, sample: SampleRegister) -> None:
    mine, theirs, nobodys = [(await api_calls.apply(api, sample)) for _ in range(3)]
    await second_reviewer(api)
    for application, name in ((mine, "surety"), (theirs, "reviewer")):
        for guarantee in application["guarantees"]:
            await start_review(api, guarantee["id"], as_=name)
    for name, own in (("surety", mine), ("reviewer", theirs)):
        assert await listed(api, as_=name, reviewedBy="ME") == [own["id"]]
        assert await listed(api, as_=name, reviewedBy="NOBODY") == [nobodys["id"]]
        assert await listed(api, as_=name, reviewedBy="ME", status="UNDER_REVIEW") == [own["id"]]
        assert await listed(api, as_=name, reviewedBy="NOBODY", status="UNDER_REVIEW") == []
    assert await listed(api, as_="contractor", reviewedBy="ME") == []


async def test_by_unread_messages_of_ones_side(api: Api, sample: SampleRegister) -> None:
    asked, answered, quiet = [(await api_calls.apply(api, sample))["id"] for _ in range(3)]
    for id_, name in ((asked, "contractor"), (answered, "contractor"), (answered, "surety")):
        await api.data(POST, as_=name, input={"applicationId": id_, "body": "ご確認ください。"})
    await mark_read(api, answered, as_="surety")
    assert await listed(api, hasUnread=True) == [asked]
    assert await listed(api, hasUnread=False) == [quiet, answered]
    assert await listed(api, as_="contractor", hasUnread=True) == [answered]
    assert await listed(api, as_="operator", hasUnread=True) == []
    assert await listed(api, hasUnread=True, orderBy="LONGEST_WAITING") == [asked]


async def test_by_branch_and_only_the_own_surety(api: Api, sample: SampleRegister) -> None:
    branch = await rival_branch(api)
    ours = await api_calls.apply(api, sample)
    theirs = await api_calls.apply(api, sample, submissionBranchId=ids.to_id("Branch", branch.id))
    own = ids.to_id("Branch", sample.branch.id)
    assert await listed(api, orderBy="LONGEST_WAITING", branchId=own) == [ours["id"]]
    assert await listed(api, as_="rival", orderBy="LONGEST_WAITING", branchId=own) == []
    assert await listed(api, as_="rival", orderBy="LONGEST_WAITING") == [theirs["id"]]
    assert await listed(api, as_="obligee", orderBy="LONGEST_WAITING") == []


async def test_a_member_that_reads_along_learns_nothing_of_waits_and_messages(api: Api, sample: SampleRegister) -> None:
    application = await api_calls.apply(api, sample, contract=joint_ventures.contract_input(sample))
    await api.data(POST, as_="surety", input={"applicationId": application["id"], "body": "ご確認ください。"})
    member: dict[str, Any] = {"as_": "member"}
    assert await listed(api, **member) == [application["id"]]
    filters: list[dict[str, Any]] = [
        {"hasUnread": True}, {"hasUnread": False}, {"waitingSinceTo": "2026-11-20"}, {"reviewedBy": "NOBODY"},
        {"orderBy": "LONGEST_WAITING"},
    ]  # fmt: skip
    for filter_ in filters:
        assert await listed(api, **member, **filter_) == []
    assert await listed(api, as_="contractor", hasUnread=True) == [application["id"]]
    given = {"applicationId": application["id"]}
    assert await refused(api, MARK_READ, as_="member", input=given) == NOT_FOUND


async def test_since_when_is_not_the_obligees(api: Api, sample: SampleRegister) -> None:
    issued, _ = await api_calls.issued(api, sample)
    given = {"number": issued["guarantee"]["number"], "key": issued["guarantee"]["authKey"]}
    await api.data(api_calls.CERTIFICATE, as_="obligee", **given)
    await Application.all().update(waiting_since=NOON)
    query = "{ guarantees { edges { node { application { waitingSince } } } } }"
    for name, expected in (("obligee", None), ("surety", "2026-11-20T03:00:00+00:00")):
        edges = (await api.data(query, as_=name))["guarantees"]["edges"]
        assert {edge["node"]["application"]["waitingSince"] for edge in edges} == {expected}


async def test_in_a_state_of_issued_guarantees(api: Api, sample: SampleRegister) -> None:
    await guarantee_in("IN_FORCE", api, sample)
    await guarantee_in("SUBMITTED", api, sample)
    for state, count in (("IN_FORCE", 1), ("SUBMITTED", 1), ("EXPIRED", 0), ("APPROVED", 0)):
        assert len(await listed(api, status=state)) == count
