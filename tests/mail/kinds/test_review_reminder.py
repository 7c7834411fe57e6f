"""REVIEW_REMINDER: to the branch, once a business day, of what has waited too long."""

import asyncio
import datetime
from typing import Any

import pytest

from models.applying.application import Application
from models.enums import Role
from models.numbering import JAPAN
from models.outgoing_mail import MailKind
from models.parties.branch_notification import BranchNotification
from resolvers.applications.branch_mails import remind_branches
from resolvers.guarantees import review
from sample.sample_register import SampleRegister
from tests.support.database.copied_rows import copy_rows
from tests.support.mails import mails_of, recipients_of, texts_of
from tests.support.use_cases import advance, applied

BRANCH = "shinsa@surety.example.jp"


def japan(day: str, hour: int = 10) -> datetime.datetime:
    return datetime.datetime.fromisoformat(day).replace(hour=hour, tzinfo=JAPAN)


async def waiting_since(sample: SampleRegister, day: str, hour: int = 10) -> Any:
    """A guarantee whose application has waited since then."""
    (guarantee,) = await applied(sample, advance())
    await Application.filter(id=guarantee.application_id).update(waiting_since=japan(day, hour))
    return guarantee


async def reminded(day: str, hour: int = 10) -> int:
    return await remind_branches.remind(at=japan(day, hour))


@pytest.mark.parametrize(
    ("sent", "first_reminder", "not_before"),
    [
        ("2026-11-16", "2026-11-19", ["2026-11-17", "2026-11-18"]),
        ("2026-11-20", "2026-11-26", ["2026-11-24", "2026-11-25"]),  # a weekend and a holiday between
        ("2026-11-21", "2026-11-27", ["2026-11-24", "2026-11-25", "2026-11-26"]),  # a Saturday counts as Tuesday
        ("2026-12-28", "2027-01-06", ["2026-12-29", "2027-01-01", "2027-01-04", "2027-01-05"]),
        ("2026-04-30", "2026-05-08", ["2026-05-01", "2026-05-06", "2026-05-07"]),
    ],
)
async def test_after_three_business_days(
    sample: SampleRegister, sent: str, first_reminder: str, not_before: list[str]
) -> None:
    await waiting_since(sample, sent, 23)
    assert [await reminded(day) for day in not_before] == [0] * len(not_before)
    assert await reminded(first_reminder) == 1


async def test_it_says_what_has_waited_since_when(sample: SampleRegister) -> None:
    for day in ("2026-11-13", "2026-11-10"):
        await waiting_since(sample, day)
    await waiting_since(sample, "2026-11-19")
    await BranchNotification.create(branch_id=sample.branch.id, email=BRANCH)
    assert await reminded("2026-11-20") == 1
    assert await recipients_of(MailKind.REVIEW_REMINDER) == [BRANCH]
    (text,) = await texts_of(MailKind.REVIEW_REMINDER)
    assert (text.subject, text.to) == ("審査待ちの保証申込み（2件）", "栃木支店　ご担当者各位")
    assert text.opening == ["次の保証申込み2件が、3営業日以上、審査を待っています。"]
    lines = ["2026年11月10日　○○建設 株式会社　●●●●工事", "2026年11月13日　○○建設 株式会社　●●●●工事"]
    assert text.items == [("申込み", "\n".join(lines))]


async def test_once_a_business_day_in_office_hours(sample: SampleRegister) -> None:
    await waiting_since(sample, "2026-11-10")
    found = [await reminded("2026-11-20", hour) for hour in (8, 9, 10, 23)]
    assert found == [0, 1, 0, 0]
    # 21 to 23 November are a weekend and a holiday. Of a day without a worker nothing is left to be done.
    assert [await reminded(f"2026-11-{day}") for day in (21, 22, 23, 24, 26)] == [0, 0, 0, 1, 1]


async def test_concurrent_workers_remind_once(sample: SampleRegister) -> None:
    await waiting_since(sample, "2026-11-10")
    assert sorted(await asyncio.gather(*(reminded("2026-11-20") for _ in range(4)))) == [0, 0, 0, 1]
    assert len(await mails_of(MailKind.REVIEW_REMINDER)) == 1


@pytest.mark.parametrize(("days", "count"), [(1, 1), (2, 1), (7, 1), (8, 0), (30, 0)])
async def test_the_branch_chooses_after_how_many_days(sample: SampleRegister, days: int, count: int) -> None:
    await BranchNotification.create(branch_id=sample.branch.id, reminder_days=days)
    await waiting_since(sample, "2026-11-11")
    assert await reminded("2026-11-20") == count


async def test_what_is_decided_is_no_longer_reminded_of(sample: SampleRegister) -> None:
    guarantee = await waiting_since(sample, "2026-11-10")
    viewer = sample.viewers[Role.SURETY]
    await review.decline(guarantee_id=guarantee.id, reason="不足", viewer=viewer, at=japan("2026-11-11"))
    assert await reminded("2026-11-20") == 0


async def test_a_long_one_says_how_many_others_there_are(sample: SampleRegister) -> None:
    await waiting_since(sample, "2026-11-10")
    await copy_rows("application", remind_branches.MOST_LISTED + 3)
    assert await reminded("2026-11-20") == 1
    (text,) = await texts_of(MailKind.REVIEW_REMINDER)
    assert text.items[0][1].splitlines()[-1] == "ほか4件"
