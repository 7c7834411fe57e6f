import datetime

from jobs import housekeeping
from models.audit_records import AuditEvent
from models.enums import Role
from models.guarantee import Guarantee, GuaranteeStatus
from models.numbering import JAPAN
from models.parties.account import AccessToken
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.use_cases import advance, approved, issued

LAST_DAY = datetime.datetime(2027, 8, 31, 23, 59, 59, tzinfo=JAPAN)
NOTHING = {
    "guarantees_expired": 0,
    "sessions_ended": 0,
    "warnings_of_wrong_keys": 0,
    "idempotency_records_forgotten": 0,
    "failure_windows_forgotten": 0,
}


async def test_guarantees_expire_when_their_last_day_in_japan_is_over(sample: SampleRegister) -> None:
    (guarantee,) = await issued(sample, advance())
    (waiting,) = await approved(sample, advance())
    assert await housekeeping.run(at=LAST_DAY) == NOTHING
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
    assert (await housekeeping.run(at=NOON))["sessions_ended"] == 0
    assert (await housekeeping.run(at=NOON + datetime.timedelta(seconds=1)))["sessions_ended"] == 1
    assert await AccessToken.filter(account_id__isnull=False).count() == 0
    assert await AccessToken.all().count() == 1
