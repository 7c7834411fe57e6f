"""setBranchNotifications, and who sees them."""

import asyncio
import datetime
from typing import Any

import pytest

from models.audit_records import AuditEvent
from models.enums import Role
from models.parties.branch_notification import BranchNotification
from resolvers import quotas
from sample.sample_register import SampleRegister
from schema.reading import ids
from tests.conftest import NOON, Api
from tests.support.applying.reviewing import SET_NOTIFICATIONS, set_notifications
from tests.support.drafts import codes
from tests.support.refusals import error_of, refused, unchanged
from tests.support.states import NOT_FOUND, rival_branch

SEEN = "{ sureties { branches { code notifications { timing email reminderDays } } } }"
COMPILED = "query($id: ID!) { node(id: $id) { ... on Branch { notifications { timing email reminderDays } } } }"
DEFAULTS = {"timing": "IMMEDIATE", "email": None, "reminderDays": 3}


@pytest.fixture
def branch_id(sample: SampleRegister) -> str:
    return ids.to_id("Branch", sample.branch.id)


async def seen(api: Api, name: str) -> dict[str, Any]:
    (surety, *_) = (await api.data(SEEN, as_=name))["sureties"]
    return surety["branches"][0]["notifications"]


async def test_what_is_given_is_changed_and_the_rest_stays(api: Api, branch_id: str) -> None:
    assert await seen(api, "surety") is None
    assert await set_notifications(api, branch_id) == DEFAULTS
    hourly = DEFAULTS | {"timing": "HOURLY", "email": "tochigi-shinsa@surety.example.jp"}
    assert await set_notifications(api, branch_id, timing="HOURLY", email=f" {hourly['email']} ") == hourly
    assert await set_notifications(api, branch_id, reminderDays=30) == hourly | {"reminderDays": 30}
    assert await set_notifications(api, branch_id, email="", reminderDays=1) == hourly | {
        "email": None,
        "reminderDays": 1,
    }
    assert await BranchNotification.all().count() == 1
    events = AuditEvent.filter(action="branch.notifications_chosen")
    assert set(await events.values_list("subject_id", flat=True)) == {ids.split(branch_id)[1]}


async def test_only_the_suretys_staff_and_the_operator_see_it(api: Api, branch_id: str) -> None:
    chosen = await set_notifications(api, branch_id, email="tochigi-shinsa@surety.example.jp")
    await rival_branch(api)
    for name in ("surety", "operator"):
        assert await seen(api, name) == chosen
        assert (await api.data(COMPILED, as_=name, id=branch_id))["node"] == {"notifications": chosen}
    for name in ("contractor", "obligee", "system", "rival", None):
        for query, variables in ((SEEN, {}), (COMPILED, {"id": branch_id})):
            assert "shinsa" not in (await api.post(query, as_=name, **variables)).text


async def test_at_once_there_is_one(api: Api, branch_id: str) -> None:
    await asyncio.gather(*(set_notifications(api, branch_id, reminderDays=days) for days in range(1, 6)))
    assert await BranchNotification.all().count() == 1


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"email": "宛先なし"}, ("email", "MALFORMED")),
        ({"email": f"{'a' * 250}@example.jp"}, ("email", "MALFORMED")),
        ({"email": "a@example.jp\r\nBcc: b@example.jp"}, ("email", "MALFORMED")),
        ({"reminderDays": 0}, ("reminderDays", "OUT_OF_RANGE")),
        ({"reminderDays": 31}, ("reminderDays", "OUT_OF_RANGE")),
        ({"reminderDays": -(2**31)}, ("reminderDays", "OUT_OF_RANGE")),
    ],
)
async def test_what_cannot_be_is_refused(
    api: Api, branch_id: str, given: dict[str, Any], problem: tuple[str, str]
) -> None:
    answer = await refused(api, SET_NOTIFICATIONS, as_="surety", input={"branchId": branch_id, **given})
    assert codes(answer) == [problem]


async def test_others_branches_and_roles_are_refused(api: Api, branch_id: str) -> None:
    theirs = ids.to_id("Branch", (await rival_branch(api)).id)
    for id_ in (theirs, "", f"Branch_{'0' * 32}"):
        given = {"branchId": id_, "timing": "HOURLY"}
        assert await refused(api, SET_NOTIFICATIONS, as_="surety", input=given) == NOT_FOUND
    for name in ("contractor", "obligee", "operator", "system"):
        assert (await error_of(api, SET_NOTIFICATIONS, as_=name, input={"branchId": branch_id}))[1] == "FORBIDDEN"


async def test_who_changes_it_too_often_is_told_when_to_go_on(api: Api, sample: SampleRegister, branch_id: str) -> None:
    actor_id, at = sample.viewers[Role.SURETY].actor_id, NOON - datetime.timedelta(minutes=30)
    event = {"action": "branch.notifications_chosen", "address": "192.0.2.1", "actor_id": actor_id, "at": at}
    await AuditEvent.bulk_create([AuditEvent(**event) for _ in range(quotas.NOTIFICATIONS.most)])
    response = await unchanged(api, SET_NOTIFICATIONS, as_="surety", input={"branchId": branch_id})
    assert response.json()["errors"][0]["extensions"] == {"code": "TOO_MANY_REQUESTS", "retryAfter": 1800}
