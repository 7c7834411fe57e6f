"""Quotas: acts of one account within an hour, counted in the audit log."""

import asyncio
import datetime
from uuid import UUID, uuid4

import pytest

from models.applying.application import Message
from models.audit_records import AuditEvent
from models.enums import Role
from models.outgoing_mail import OutgoingMail
from models.parties.viewer import Viewer
from models.refusals import TooManyRequests
from resolvers import outgoing_mails, quotas
from resolvers.applications import post_message, submit
from resolvers.guarantees import review
from resolvers.quotas import Quota
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.refusals import table_contents
from tests.support.use_cases import advance, applied, approved, form

QUOTAS = [each for name, each in vars(quotas).items() if isinstance(each, Quota) and not name.endswith("GUARANTEE")]
HOUR, SECOND = datetime.timedelta(hours=1), datetime.timedelta(seconds=1)


async def done(
    quota: Quota, times: int, viewer: Viewer, *, at: datetime.datetime = NOON, subject_id: UUID | None = None
) -> None:
    """Record acts of the viewer, all at one moment."""
    event = {"action": quota.action, "address": "192.0.2.1", "role": viewer.role, "actor_id": viewer.actor_id}
    await AuditEvent.bulk_create([AuditEvent(**event, at=at, subject_id=subject_id) for _ in range(times)])


@pytest.mark.parametrize("quota", QUOTAS, ids=lambda quota: quota.action)
async def test_the_last_one_is_allowed_and_no_other_until_the_first_is_an_hour_old(
    sample: SampleRegister, quota: Quota
) -> None:
    viewer, other = sample.viewers[Role.CONTRACTOR], sample.viewers[Role.SURETY]
    await done(quota, 1, viewer, at=NOON - HOUR + SECOND)
    await done(quota, quota.most - 2, viewer)
    await done(quota, quota.most, other)
    await quotas.require_room(quota, viewer=viewer, at=NOON)
    await done(quota, 1, viewer)
    with pytest.raises(TooManyRequests) as caught:
        await quotas.require_room(quota, viewer=viewer, at=NOON)
    assert (caught.value.retry_after, f"{quota.most:,}件" in caught.value.message) == (1, True)
    await quotas.require_room(quota, viewer=viewer, at=NOON + SECOND)


async def test_what_anybody_does_to_one_row_is_counted_by_the_row(sample: SampleRegister) -> None:
    quota, row = quotas.MAILED_NOTICES_OF_A_GUARANTEE, uuid4()
    for viewer in sample.viewers.values():
        await done(quota, quota.most, viewer, subject_id=uuid4())
    await quotas.require_of_subject(quota, row, at=NOON)
    await done(quota, quota.most, sample.viewers[Role.CONTRACTOR], subject_id=row)
    with pytest.raises(TooManyRequests):
        await quotas.require_of_subject(quota, row, at=NOON)


async def test_messages_at_the_same_moment_are_counted_one_after_the_other(sample: SampleRegister) -> None:
    viewer = sample.viewers[Role.CONTRACTOR]
    ids = [(await applied(sample, advance()))[0].application_id for _ in range(2)]
    await done(quotas.MESSAGES, quotas.MESSAGES.most - 3, viewer)

    async def post(place: int) -> bool:
        try:
            await post_message.post(application_id=ids[place % 2], body="写し", viewer=viewer, at=NOON)
        except TooManyRequests:
            return False
        return True

    assert sum(await asyncio.gather(*map(post, range(10)))) == 3
    assert await Message.all().count() == 3


async def test_acts_of_an_account_that_has_done_too_much_change_nothing(sample: SampleRegister) -> None:
    contractor, surety = sample.viewers[Role.CONTRACTOR], sample.viewers[Role.SURETY]
    (guarantee,) = await approved(sample, advance())
    mail = await OutgoingMail.all().first()
    assert mail is not None
    for quota in QUOTAS:
        for viewer in (contractor, surety):
            await done(quota, quota.most, viewer)
    before = await table_contents()
    for act in (
        submit.application(request=form(sample), idempotency_key="k", viewer=contractor, at=NOON),
        post_message.post(application_id=guarantee.application_id, body="写し", viewer=surety, at=NOON),
        review.revoke_approval(guarantee_id=guarantee.id, reason="誤り", viewer=surety, at=NOON),
        outgoing_mails.retry(mail_id=mail.id, viewer=surety, at=NOON),
    ):
        with pytest.raises(TooManyRequests):
            await act
    assert await table_contents() == before


async def test_a_repeated_call_is_answered_also_when_there_is_no_room(sample: SampleRegister) -> None:
    viewer, request = sample.viewers[Role.CONTRACTOR], form(sample)
    first = await submit.application(request=request, idempotency_key="k", viewer=viewer, at=NOON)
    await done(quotas.APPLICATIONS, quotas.APPLICATIONS.most, viewer)
    again = await submit.application(request=request, idempotency_key="k", viewer=viewer, at=NOON)
    assert again.id == first.id
