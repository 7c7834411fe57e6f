"""Warnings of wrong keys."""

import asyncio
import datetime

import pytest

from models.audit_records import AuditEvent
from models.enums import GuaranteeKind
from models.numbering import compose
from models.outgoing_mail import MailKind
from resolvers import outgoing_mails
from resolvers.outgoing_mails import MOST_WARNINGS
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.mails import mail_of, mails_of

NUMBER = "31073-00001M"
MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)


async def refuse(times: int, *, number: str = NUMBER, at: datetime.datetime = NOON) -> None:
    """So many wrong keys on a number, all at the same time."""
    await AuditEvent.bulk_create(
        [AuditEvent(at=at, address="192.0.2.1", action="certificate.refused", subject=number) for _ in range(times)]
    )


async def test_twenty_wrong_keys_within_an_hour_warn_the_surety_once(sample: SampleRegister) -> None:
    await refuse(10, at=NOON - 59 * MINUTE)
    await refuse(9)
    assert await outgoing_mails.warn_of_wrong_keys(at=NOON) == 0
    await refuse(1)
    assert await outgoing_mails.warn_of_wrong_keys(at=NOON) == 1
    mail = await mail_of(MailKind.WRONG_KEYS)
    assert (mail.facts["number"], mail.facts["failures"]) == (NUMBER, 20)


async def test_it_warns_once_for_a_number_and_hour(sample: SampleRegister) -> None:
    await refuse(30, at=NOON)
    await refuse(20, number="31073-00002N")
    found = [await outgoing_mails.warn_of_wrong_keys(at=NOON + minutes * MINUTE) for minutes in (0, 1, 30, 59)]
    assert found == [2, 0, 0, 0]
    later = NOON + HOUR + MINUTE
    assert await outgoing_mails.warn_of_wrong_keys(at=later) == 0, "what was warned of has passed"
    await refuse(20, at=later)
    assert await outgoing_mails.warn_of_wrong_keys(at=later) == 1


async def test_the_turn_of_an_hour_does_not_warn_again(sample: SampleRegister) -> None:
    nearly = NOON + 59 * MINUTE
    await refuse(25, at=nearly)
    assert await outgoing_mails.warn_of_wrong_keys(at=nearly) == 1
    assert await outgoing_mails.warn_of_wrong_keys(at=nearly + 2 * MINUTE) == 0


async def test_workers_at_the_same_moment_warn_once_even_at_the_turn_of_an_hour(sample: SampleRegister) -> None:
    turn = NOON + 60 * MINUTE
    for serial in range(20):
        number = compose(branch_code="310", year=2026, kind=GuaranteeKind.ADVANCE_PAYMENT, serial=serial + 1)
        await refuse(25, number=number, at=turn - MINUTE)
        moments = [turn - datetime.timedelta(seconds=1), turn] * 4
        assert sum(await asyncio.gather(*(outgoing_mails.warn_of_wrong_keys(at=at) for at in moments))) == 1


async def test_a_surety_gets_so_many_warnings_in_an_hour_of_the_most_tried_first(sample: SampleRegister) -> None:
    numbers = [
        compose(branch_code="310", year=2026, kind=GuaranteeKind.ADVANCE_PAYMENT, serial=serial + 1)
        for serial in range(MOST_WARNINGS + 5)
    ]
    for place, number in enumerate(numbers):
        await refuse(20 + place, number=number)
    assert await outgoing_mails.warn_of_wrong_keys(at=NOON) == MOST_WARNINGS
    assert await outgoing_mails.warn_of_wrong_keys(at=NOON + MINUTE) == 0
    warned = {mail.facts["number"] for mail in await mails_of(MailKind.WRONG_KEYS)}
    assert warned == set(numbers[5:])
    await refuse(20, number=numbers[0], at=NOON + HOUR + MINUTE)
    assert await outgoing_mails.warn_of_wrong_keys(at=NOON + HOUR + MINUTE) == 1


@pytest.mark.parametrize("number", ["99973-00001A", "x", ""])
async def test_a_number_of_no_branch_warns_nobody(sample: SampleRegister, number: str) -> None:
    await refuse(25, number=number)
    assert await outgoing_mails.warn_of_wrong_keys(at=NOON) == 0
