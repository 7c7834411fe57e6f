"""BRANCH_DIGEST: the applications of an hour that no mail has told the branch of."""

import asyncio
import datetime
from typing import Any

from models.applying.application import Application
from models.enums import Role
from models.outgoing_mail import MailKind
from models.parties.branch_notification import BranchNotification
from models.parties.surety import Branch
from resolvers.applications import submit
from resolvers.applications.branch_mails import send_digests
from sample.sample_register import SampleRegister
from tests.conftest import NOON
from tests.support.database.copied_rows import copy_rows
from tests.support.mails import mail_of, mails_of, recipients_of, texts_of
from tests.support.use_cases import contract_request, form

HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
BRANCH = "shinsa@surety.example.jp"


async def apply(sample: SampleRegister, at: datetime.datetime, **changes: Any) -> None:
    request, viewer = form(sample, **changes), sample.viewers[Role.CONTRACTOR]
    await submit.application(request=request, idempotency_key=None, viewer=viewer, at=at)


async def hourly(sample: SampleRegister) -> None:
    await BranchNotification.create(branch_id=sample.branch.id, timing="HOURLY", email=BRANCH)


async def test_an_hour_is_told_of_when_it_is_over(sample: SampleRegister) -> None:
    await hourly(sample)
    await apply(sample, NOON)
    await apply(sample, NOON + 40 * MINUTE, contract=contract_request(sample, project_name="△△△△工事"))
    assert await send_digests.send(at=NOON + 59 * MINUTE) == 0
    assert await send_digests.send(at=NOON + HOUR) == 1
    assert await recipients_of(MailKind.BRANCH_DIGEST) == [BRANCH]
    (text,) = await texts_of(MailKind.BRANCH_DIGEST)
    assert (text.subject, text.to) == ("保証申込みの受付（2件）", "栃木支店　ご担当者各位")
    assert text.items == [
        (
            "申込み",
            "2026年11月20日　○○建設 株式会社　●●●●工事\n2026年11月20日　○○建設 株式会社　△△△△工事",
        )
    ]
    assert text.link == "/guarantees"
    assert await send_digests.send(at=NOON + 3 * HOUR) == 0


async def test_there_is_one_in_an_hour_and_what_comes_late_is_in_the_next(sample: SampleRegister) -> None:
    await hourly(sample)
    await apply(sample, NOON)
    assert await send_digests.send(at=NOON + HOUR) == 1
    # It was sent before the digest, and committed after it.
    await apply(sample, NOON + 30 * MINUTE)
    assert await send_digests.send(at=NOON + HOUR + 30 * MINUTE) == 0
    assert await Application.filter(untold_since__isnull=False).count() == 1
    assert await send_digests.send(at=NOON + 2 * HOUR) == 1
    assert [mail.facts["count"] for mail in await mails_of(MailKind.BRANCH_DIGEST)] == [1, 1]


async def test_hours_without_a_worker_are_told_of_together(sample: SampleRegister) -> None:
    await hourly(sample)
    for hours in (0, 1, 5):
        await apply(sample, NOON + hours * HOUR)
    assert await send_digests.send(at=NOON + 9 * HOUR) == 1
    assert (await mail_of(MailKind.BRANCH_DIGEST)).facts["count"] == 3


async def test_concurrent_workers_tell_once(sample: SampleRegister) -> None:
    await hourly(sample)
    await apply(sample, NOON)
    sent = await asyncio.gather(*(send_digests.send(at=NOON + HOUR) for _ in range(4)))
    assert sorted(sent) == [0, 0, 0, 1]


async def test_each_branch_has_its_own(sample: SampleRegister) -> None:
    other = await Branch.create(
        surety_id=sample.branch.surety_id, code="311", name="小山支店", telephone="0285-00-0000"
    )
    for branch_id in (sample.branch.id, other.id):
        await BranchNotification.create(branch_id=branch_id, timing="HOURLY")
        await apply(sample, NOON, submission_branch_id=branch_id)
    assert await send_digests.send(at=NOON + HOUR) == 2
    assert {text.to for text in await texts_of(MailKind.BRANCH_DIGEST)} == {
        "栃木支店　ご担当者各位",
        "小山支店　ご担当者各位",
    }


async def test_a_long_one_says_how_many_others_there_are(sample: SampleRegister) -> None:
    await hourly(sample)
    await apply(sample, NOON)
    await copy_rows("application", send_digests.MOST_LISTED + 3)
    assert await send_digests.send(at=NOON + HOUR) == 1
    (text,) = await texts_of(MailKind.BRANCH_DIGEST)
    lines = text.items[0][1].splitlines()
    assert len(lines) == send_digests.MOST_LISTED + 1
    assert lines[-1] == "ほか4件"
    assert not await Application.filter(untold_since__isnull=False).exists()
