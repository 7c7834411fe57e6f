"""The rules of retention that are in force, and setting them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from database.transactions import transactional
from models.after_issue.retention import PERIODS, PurgeSubject, RetentionRule
from models.errors import InvalidInput, Problem
from models.numbering import today
from models.parties.account import Account
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, quotas

MOST_DAYS_AHEAD = 366


@dataclass(frozen=True)
class SetPeriod:
    """A rule that an operator has set."""

    days: int
    in_force_from: datetime.date
    set_by: str


@dataclass(frozen=True)
class RetentionPeriod:
    """For how many days something is kept, and what is planned for it."""

    subject: PurgeSubject
    days: int
    minimum_days: int
    maximum_days: int
    rule: SetPeriod | None
    """None if the default is in force."""
    planned: SetPeriod | None
    """The next rule that is not in force yet."""


@refuses(InvalidInput)
@transactional
async def set_(
    *, subject: PurgeSubject, days: int, in_force_from: datetime.date, viewer: Viewer | None, at: datetime.datetime
) -> RetentionPeriod:
    """Set a rule from a later day on, in place of one for the same day.

    A rule in force is never replaced: what was purged stays explained. Raises InvalidInput, TooManyRequests.
    """
    viewer = access.require("setRetentionRule", viewer)
    await quotas.require(quotas.RETENTION_RULES, viewer=viewer, at=at)
    if problems := list(_check(subject, days, in_force_from, today=today(at))):
        raise InvalidInput(problems)
    rule = RetentionRule(subject=subject, days=days, in_force_from=in_force_from, set_by_id=viewer.actor_id, set_at=at)
    written = ["days", "set_by_id", "set_at"]
    await RetentionRule.bulk_create([rule], on_conflict=["subject", "in_force_from"], update_fields=written)
    stored = await RetentionRule.get(subject=subject, in_force_from=in_force_from)
    text = f"{subject} {in_force_from} {days}"
    await audit.record(quotas.RETENTION_RULES.action, viewer=viewer, at=at, subject_id=stored.id, subject=text)
    return (await _periods(today(at)))[subject]


async def listed(*, viewer: Viewer | None, at: datetime.datetime) -> list[RetentionPeriod]:
    """Everything that is purged, with its rule."""
    access.require("retentionRules", viewer)
    return list((await _periods(today(at))).values())


async def days_in_force(day: datetime.date) -> dict[PurgeSubject, int]:
    """For how many days each is kept by the rules of a day."""
    rules = await RetentionRule.filter(in_force_from__lte=day).order_by("in_force_from")
    set_ = {rule.subject: rule.days for rule in rules}
    return {subject: set_.get(subject, period.default) for subject, period in PERIODS.items()}


async def _periods(day: datetime.date) -> dict[PurgeSubject, RetentionPeriod]:
    rules = await RetentionRule.all().order_by("in_force_from")
    accounts = {account.id: account.name for account in await Account.filter(id__in={rule.set_by_id for rule in rules})}
    in_force: dict[PurgeSubject, SetPeriod] = {}
    planned: dict[PurgeSubject, SetPeriod] = {}
    for rule in rules:
        set_ = SetPeriod(rule.days, rule.in_force_from, accounts[rule.set_by_id])
        if rule.in_force_from <= day:
            in_force[rule.subject] = set_
        else:
            planned.setdefault(rule.subject, set_)
    days = await days_in_force(day)
    return {
        subject: RetentionPeriod(
            subject, days[subject], period.least, period.most, in_force.get(subject), planned.get(subject)
        )
        for subject, period in PERIODS.items()
    }


def _check(
    subject: PurgeSubject, days: int, in_force_from: datetime.date, *, today: datetime.date
) -> Iterator[Problem]:
    period = PERIODS[subject]
    if not period.least <= days <= period.most:
        message = f"保存日数は{period.least:,}日以上{period.most:,}日以内としてください。"
        yield Problem(("days",), "OUT_OF_RANGE", message)
    if in_force_from <= today:
        yield Problem(("inForceFrom",), "IN_THE_PAST", "適用開始日は、明日以後の日としてください。")
    elif (in_force_from - today).days > MOST_DAYS_AHEAD:
        yield Problem(("inForceFrom",), "OUT_OF_RANGE", "適用開始日は1年以内の日としてください。")
