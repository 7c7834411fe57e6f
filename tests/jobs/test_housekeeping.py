import datetime
from collections.abc import AsyncIterator

import pytest

from jobs import housekeeping
from models.after_issue.retention import PurgeSubject
from models.audit_records import AuditEvent
from models.enums import Role
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import JAPAN
from models.parties.account import AccessToken
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support import api_client_use_cases
from tests.support.fee_rates import unbilled
from tests.support.use_cases import advance, approved, issued

LAST_DAY = datetime.datetime(2027, 8, 31, 23, 59, 59, tzinfo=JAPAN)
NOTHING = {
    "guarantees_expired": 0,
    "monthly_bills_made": 0,
    "branch_digests": 0,
    "review_reminders": 0,
    "warnings_of_wrong_keys": 0,
    **{f"{subject.lower()}_purged": 0 for subject in PurgeSubject},
}


@pytest.fixture(autouse=True)
async def _unbilled(sample: SampleRegister) -> AsyncIterator[None]:
    async with unbilled():
        yield


async def test_guarantees_expire_when_their_last_day_in_japan_is_over(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    (waiting,) = await approved(sample, advance())
    assert await housekeeping.run(at=LAST_DAY) == NOTHING | {"monthly_bills_made": 1}
    midnight = LAST_DAY + datetime.timedelta(seconds=1)
    assert await housekeeping.run(at=midnight) == NOTHING | {"guarantees_expired": 1}
    assert (await Guarantee.get(id=guarantee.id)).status is GuaranteeStatus.EXPIRED
    assert (await Guarantee.get(id=waiting.id)).status is GuaranteeStatus.APPROVED
    event = await AuditEvent.get(action="guarantee.expired")
    assert (event.subject_id, event.at, event.actor_id, event.role) == (guarantee.id, midnight, None, None)
    assert await housekeeping.run(at=midnight) == NOTHING


async def test_sessions_end_and_systems_tokens_stay(sample: SampleRegister) -> None:
    account_id = sample.viewers[Role.SURETY].actor_id
    await AccessToken.create(digest=b"d" * 32, account_id=account_id, created_at=NOON, expires_at=NOON)
    assert (await housekeeping.run(at=NOON))["sessions_purged"] == 0
    assert (await housekeeping.run(at=NOON + datetime.timedelta(seconds=1)))["sessions_purged"] == 1
    assert await AccessToken.filter(account_id__isnull=False).count() == 0
    assert await AccessToken.all().count() == 1


async def test_tokens_of_systems_are_forgotten_ninety_days_after_their_end(sample: SampleRegister) -> None:
    client = await api_client_use_cases.create(sample)
    for name in ("有効", "失効", "満了"):
        await api_client_use_cases.issue(sample, client.id, name)
    tokens = AccessToken.filter(api_client_id=client.id)
    await tokens.filter(name="失効").update(revoked_at=NOON)
    await tokens.filter(name="満了").update(expires_at=NOON + datetime.timedelta(hours=1))
    later = NOON + datetime.timedelta(days=90)
    assert (await housekeeping.run(at=later))["api_tokens_purged"] == 0
    assert (await housekeeping.run(at=later + datetime.timedelta(minutes=1)))["api_tokens_purged"] == 1
    assert (await housekeeping.run(at=later + datetime.timedelta(hours=2)))["api_tokens_purged"] == 1
    assert {token.name for token in await tokens} == {"有効"}
