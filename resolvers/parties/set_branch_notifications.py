"""How a branch wants to be told of applications, chosen by its surety's staff."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from database.transactions import transactional
from models.errors import InvalidInput, NotFound, Problem
from models.outgoing_mail import LONGEST_ADDRESS
from models.parties.branch_notification import MOST_REMINDER_DAYS, BranchNotification, NotificationTiming
from models.parties.surety import Branch
from models.parties.viewer import Viewer
from models.refusals import refuses
from models.texts.mail_addresses import MalformedAddress, as_sent
from resolvers import access, audit, quotas


@dataclass(frozen=True)
class Choice:
    """What is chosen; None leaves it as it is, an empty address removes it."""

    timing: NotificationTiming | None = None
    email: str | None = None
    reminder_days: int | None = None


@refuses(InvalidInput, NotFound)
@transactional
async def choose(*, branch_id: UUID, choice: Choice, viewer: Viewer | None, at: datetime.datetime) -> Branch:
    """Change what is given. Raises NotFound for a branch of another surety, InvalidInput, TooManyRequests."""
    viewer = access.require("setBranchNotifications", viewer)
    await quotas.require(quotas.NOTIFICATIONS, viewer=viewer, at=at)
    branch = await Branch.filter(access.own_branches(viewer), id=branch_id).select_for_update().first()
    if branch is None:
        raise NotFound
    stored = await BranchNotification.get_or_none(branch_id=branch.id) or BranchNotification(branch_id=branch.id)
    stored.timing = choice.timing or stored.timing
    stored.email = stored.email if choice.email is None else choice.email.strip() or None
    stored.reminder_days = stored.reminder_days if choice.reminder_days is None else choice.reminder_days
    if problems := [*_problems(stored)]:
        raise InvalidInput(problems)
    await stored.save()
    await audit.record("branch.notifications_chosen", viewer=viewer, at=at, subject_id=branch.id)
    return branch


def _problems(chosen: BranchNotification) -> Iterator[Problem]:
    if chosen.email is not None and not _is_address(chosen.email):
        yield Problem(("email",), "MALFORMED", "メールアドレスの形式が正しくありません。")
    if not 1 <= chosen.reminder_days <= MOST_REMINDER_DAYS:
        message = f"1から{MOST_REMINDER_DAYS}までの営業日数を指定してください。"
        yield Problem(("reminderDays",), "OUT_OF_RANGE", message)


def _is_address(email: str) -> bool:
    try:
        as_sent(email)
    except MalformedAddress:
        return False
    return len(email) <= LONGEST_ADDRESS
