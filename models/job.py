"""Jobs: work that is enqueued by a commit, and done at least once by whoever has the lease on it.

A table of jobs has the columns of `Job` and a `state` that is WAITING until the job is done or DEAD. How rows are
claimed and settled stands in database/leases.py, who works on them in jobs/.
"""

import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from tortoise import fields

from database import leases
from models.row import Row
from models.texts.control_characters import show

LEASE = datetime.timedelta(minutes=2)
"""For so long nobody else works on what somebody has claimed."""
MOST_KILLS = 8
"""A job whose worker dies at its attempt of this number, or at a later one, is dead."""
LONGEST_ERROR = 300
PAUSE_OF_REJECTED = datetime.timedelta(minutes=5)
"""Until a job is tried again that was rejected for what we are."""


class Failure(Exception):
    """An attempt has come to nothing."""

    def note(self, job: "Job", *, at: datetime.datetime) -> None:
        """Say on the job what that means for it."""
        raise NotImplementedError


class PermanentFailure(Failure):
    """This job fails however often it is tried."""

    def note(self, job: "Job", *, at: datetime.datetime) -> None:
        """Nobody tries it again."""
        job.give_up(str(self), at=at)


class TemporaryFailure(Failure):
    """This attempt has failed; a later one may not."""

    def note(self, job: "Job", *, at: datetime.datetime) -> None:
        """It is tried again, as long as there are attempts left."""
        job.postpone(str(self), at=at)


class Rejection(TemporaryFailure):
    """What this job was brought to takes nothing from us, which says nothing about the job."""

    def note(self, job: "Job", *, at: datetime.datetime) -> None:
        """It is tried again later; no attempt is counted, however often this happens."""
        job.put_back(str(self), at=at + PAUSE_OF_REJECTED)


class ConnectionFailure(Exception):
    """What all jobs of a kind need is not there; this one has not been tried."""


class Job(Row):
    """A row that somebody has to work on.

    `state` is a column of each table, because done has a name of its own there.
    """

    state: Any
    due_at: datetime.datetime = fields.DatetimeField()
    """While it waits: not to be claimed before. Of one in hand: when its lease ends."""
    claim: UUID | None = fields.UUIDField(null=True)
    """Of the attempt under way, which no other one's equals."""
    attempts: int = fields.SmallIntField(default=0)
    last_error = fields.CharField(max_length=LONGEST_ERROR, null=True)
    """Why the last attempt came to nothing."""

    abandoned: UUID | None = None
    """The attempt before, if it was never settled: its worker has died."""

    NAME: ClassVar[str]
    """In logs and lists."""
    POSTPONED: ClassVar[tuple[str, str]]
    DIED: ClassVar[tuple[str, str]]
    UNREACHABLE: ClassVar[tuple[str, str]]
    """Level and name of the log events."""
    STATES: ClassVar[type[StrEnum]]
    PAUSES: ClassVar[tuple[datetime.timedelta, ...]]
    """Between the attempts; after the last attempt it is dead."""
    NOTED: ClassVar[dict[str, str]]
    """Columns with the outcome of a job that is done, and their types."""
    RELEASED: ClassVar[dict[str, Any]] = {"state": "WAITING", "attempts": 0}
    """Columns of a job that is tried again after it was dead."""
    STANDS: ClassVar[str] = "false"
    """A condition on `settled`: such an outcome is true even if the claim was taken over meanwhile."""

    class Meta:
        abstract = True

    @property
    def is_exhausted(self) -> bool:
        """Whether this attempt is the last one."""
        return self.attempts > len(self.PAUSES)

    def give_up(self, error: str, *, at: datetime.datetime) -> None:  # noqa: ARG002 -- tables may keep the time
        """It will not get better by itself: somebody has to look at it."""
        self.state, self.last_error = self.STATES("DEAD"), _storable(error)

    def postpone(self, error: str, *, at: datetime.datetime) -> None:
        """Try again later, or give up after the last attempt."""
        if self.is_exhausted:
            self.give_up(error, at=at)
        else:
            self.last_error, self.due_at = _storable(error), at + self.PAUSES[self.attempts - 1]

    def put_back(self, error: str | None, *, at: datetime.datetime) -> None:
        """It has not been tried: what it needs was not there (`error`), or there was no time."""
        self.attempts, self.due_at = self.attempts - 1, at
        if error is not None:
            self.last_error = _storable(error)

    def succeed(self, *, at: datetime.datetime) -> None:
        """It is done."""
        raise NotImplementedError

    async def settle(self) -> bool:
        """Store what has become of it; says whether that counts, or the claim was taken over meanwhile."""
        return await leases.settle(self)


def _storable(error: str) -> str:
    """Any text as one that the database takes: it may come from anywhere, in any encoding or none."""
    return show(error)[:LONGEST_ERROR]
