"""How a branch wants to be told of applications by mail. Without a row the defaults hold."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

from models.parties.surety import Branch
from models.row import Row, reference

REMINDER_DAYS, MOST_REMINDER_DAYS = 3, 30
"""Business days that an application waits before the branch is reminded: by default, and at most."""
MOST_IMMEDIATE = 30
"""Mails about single applications to one address in an hour."""


class NotificationTiming(StrEnum):
    """When a branch is told of an application that was sent to it."""

    IMMEDIATE = "IMMEDIATE"
    HOURLY = "HOURLY"


class BranchNotification(Row):
    """The choice of a branch, made by its surety's staff."""

    branch: Branch = reference("models.Branch")
    branch_id: UUID
    timing = fields.CharEnumField(NotificationTiming, max_length=16, default=NotificationTiming.IMMEDIATE)
    email = fields.CharField(max_length=254, null=True)
    """Where its mails go; without one, to the surety's address."""
    reminder_days: int = fields.SmallIntField(default=REMINDER_DAYS)

    class Meta:
        table = "branch_notification"
        unique_together = (("branch_id",),)
        constraints = (
            CheckConstraint(
                name="branch_notification_reminds_in_time", check=f"reminder_days BETWEEN 1 AND {MOST_REMINDER_DAYS}"
            ),
        )
