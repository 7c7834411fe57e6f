import datetime
from typing import Any

import pytest

import models
from models.audit_records import AuditEvent
from models.enums import Role
from models.parties.account import AccessToken
from models.parties.viewer import Viewer
from resolvers.parties import own_session
from sample.sample_register import SampleRegister
from security import tokens
from tests.conftest import NOON
from tests.support.refusals import table_contents

HOUR = datetime.timedelta(hours=1)
TOKEN = "t"


async def begun(sample: SampleRegister, role: Role = Role.CONTRACTOR, **columns: Any) -> Viewer:
    """A session of a sample account, from noon to midnight."""
    account = await models.Account.filter(role=role).order_by("id").first()
    assert account is not None
    times = {"created_at": NOON, "expires_at": NOON + 12 * HOUR}
    await AccessToken.create(digest=tokens.digest(TOKEN), account_id=account.id, **times, **columns)
    viewer = sample.viewers[role]
    assert viewer.role is role
    return viewer


@pytest.mark.parametrize("role", [Role.CONTRACTOR, Role.SURETY, Role.OBLIGEE, Role.OPERATOR])
async def test_whose_session_it_is_and_until_when(sample: SampleRegister, role: Role) -> None:
    viewer = await begun(sample, role)
    names = {
        Role.CONTRACTOR: sample.contractor.name,
        Role.SURETY: (await models.Surety.get(id=sample.branch.surety_id)).name,
        Role.OBLIGEE: sample.obligees["栃木県"].name,
    }
    expected = own_session.Details(names.get(role), NOON + 12 * HOUR, NOON + 24 * HOUR)
    assert await own_session.details(TOKEN, viewer, at=NOON) == expected


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        (NOON, 12 * HOUR),
        (NOON + datetime.timedelta(minutes=5) - datetime.timedelta.resolution, 12 * HOUR),
        (NOON + datetime.timedelta(minutes=5), 12 * HOUR + datetime.timedelta(minutes=5)),
        (NOON + 12 * HOUR - datetime.timedelta.resolution, 24 * HOUR - datetime.timedelta.resolution),
    ],
)
async def test_it_is_extended_from_five_minutes_on(
    sample: SampleRegister, at: datetime.datetime, ends: datetime.timedelta
) -> None:
    viewer = await begun(sample)
    await own_session.extend(TOKEN, viewer=viewer, at=at)
    found = await own_session.details(TOKEN, viewer, at=at)
    assert found is not None
    assert found.ends == NOON + ends
    assert await AuditEvent.all().count() == (ends > 12 * HOUR)


async def test_never_beyond_a_day(sample: SampleRegister) -> None:
    viewer = await begun(sample)
    for hours in (11, 22, 23):
        await own_session.extend(TOKEN, viewer=viewer, at=NOON + hours * HOUR)
    found = await own_session.details(TOKEN, viewer, at=NOON + 23 * HOUR)
    assert found is not None
    assert found.ends == found.latest_end == NOON + 24 * HOUR
    assert await AuditEvent.all().values_list("action", "at") == [
        ("session.extended", NOON + 11 * HOUR),
        ("session.extended", NOON + 22 * HOUR),
    ]


@pytest.mark.parametrize(("at", "revoked_at"), [(NOON + 12 * HOUR, None), (NOON + HOUR, NOON)])
async def test_an_ended_one_stays_ended(
    sample: SampleRegister, at: datetime.datetime, revoked_at: datetime.datetime | None
) -> None:
    viewer = await begun(sample, revoked_at=revoked_at)
    before = await table_contents()
    await own_session.extend(TOKEN, viewer=viewer, at=at)
    assert await own_session.details(TOKEN, viewer, at=at) is None
    assert await table_contents() == before
