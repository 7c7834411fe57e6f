"""Mails about messages: one in ten minutes per application and recipient, and the last message is announced too."""

import asyncio
import datetime
from typing import Any
from uuid import uuid4

import pytest

from models.applying.application import Message
from models.enums import Role
from models.outgoing_mail import MailKind, OutgoingMail
from resolvers.applications import post_message
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import mails_of
from tests.support.use_cases import advance, applied

MINUTE = datetime.timedelta(minutes=1)
TEN = 10 * MINUTE


async def post(sample: SampleRegister, id_: Any, role: Role = Role.CONTRACTOR, *, at: datetime.datetime = NOON) -> None:
    viewer = sample.viewers[role]
    await post_message.post(application_id=id_, body="写しをお送りします。", viewer=viewer, at=at)


async def application(sample: SampleRegister) -> Any:
    return (await applied(sample, advance()))[0].application_id


async def due() -> list[datetime.datetime]:
    """The due times of waiting mails about messages."""
    return [mail.due_at for mail in await mails_of(MailKind.MESSAGE_POSTED, state="WAITING")]


async def settle(mail: OutgoingMail, **columns: Any) -> None:
    await OutgoingMail.filter(id=mail.id).update(**columns)


async def test_a_hundred_messages_owe_one_mail(sample: SampleRegister) -> None:
    id_ = await application(sample)
    await asyncio.gather(*(post(sample, id_) for _ in range(100)))
    assert await Message.all().count() == 100
    assert await due() == [NOON]


@pytest.mark.parametrize("columns", [{"state": "SENT", "sent_at": NOON}, {"state": "DEAD", "dead_at": NOON}], ids=str)
async def test_what_comes_within_ten_minutes_of_a_mail_is_told_when_they_are_over(
    sample: SampleRegister, columns: dict[str, Any]
) -> None:
    id_ = await application(sample)
    await post(sample, id_)
    (mail,) = await mails_of(MailKind.MESSAGE_POSTED)
    await settle(mail, **columns)
    for minutes in (1, 2, 9):
        await post(sample, id_, at=NOON + minutes * MINUTE)
    assert await due() == [NOON + TEN]


async def test_what_comes_later_is_told_at_once(sample: SampleRegister) -> None:
    id_ = await application(sample)
    await post(sample, id_)
    (mail,) = await mails_of(MailKind.MESSAGE_POSTED)
    await settle(mail, state="SENT", sent_at=NOON)
    await post(sample, id_, at=NOON + 11 * MINUTE)
    assert await due() == [NOON + 11 * MINUTE]


async def test_a_mail_in_hand_may_be_read_before_the_message_is_there(sample: SampleRegister) -> None:
    id_ = await application(sample)
    await post(sample, id_)
    (mail,) = await mails_of(MailKind.MESSAGE_POSTED)
    await settle(mail, claim=uuid4(), due_at=NOON + 2 * MINUTE)
    for minutes in (1, 2, 3):
        await post(sample, id_, at=NOON + minutes * MINUTE)
    assert await due() == [NOON + 2 * MINUTE, NOON + 11 * MINUTE]


async def test_each_side_and_each_application_has_mails_of_its_own(sample: SampleRegister) -> None:
    for id_ in (await application(sample), await application(sample)):
        for role in (Role.CONTRACTOR, Role.SURETY, Role.CONTRACTOR, Role.SURETY):
            await post(sample, id_, role)
    mails = await mails_of(MailKind.MESSAGE_POSTED)
    assert len({(mail.application_id, mail.recipient) for mail in mails}) == len(mails) == 4


async def test_one_that_waits_for_another_try_tells_of_what_comes_meanwhile(sample: SampleRegister) -> None:
    id_ = await application(sample)
    await post(sample, id_)
    (mail,) = await mails_of(MailKind.MESSAGE_POSTED)
    await settle(mail, attempts=3, last_error="451", due_at=NOON + 60 * MINUTE)
    await post(sample, id_, at=NOON + 30 * MINUTE)
    assert await due() == [NOON + 60 * MINUTE]
