"""Jobs: work that a commit enqueues, and that the holder of the lease executes at least once.

A job table has the columns of `Job` and a `state` that is WAITING until the job is done or DEAD. database/leases.py
claims and settles rows, jobs/ executes them.
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
"""Duration of a lease."""
MOST_KILLS = 8
"""A job whose worker dies at this or a later attempt becomes DEAD."""
LONGEST_ERROR = 300
PAUSE_OF_REJECTED = datetime.timedelta(minutes=5)
"""Until the next attempt at a job that was rejected because of the sender."""


class Failure(Exception):
    """An attempt has failed."""

    def note(self, job: "Job", *, at: datetime.datetime) -> None:
        """Apply the failure to the job."""
        raise NotImplementedError


class PermanentFailure(Failure):
    """Every attempt at this job fails."""

    def note(self, job: "Job", *, at: datetime.datetime) -> None:
        """No further attempts."""
        job.give_up(str(self), at=at)


class TemporaryFailure(Failure):
    """This attempt has failed; a later one may succeed."""

    def note(self, job: "Job", *, at: datetime.datetime) -> None:
        """A retry follows, as long as attempts are left."""
        job.postpone(str(self), at=at)


class Rejection(TemporaryFailure):
    """The target rejects all our jobs, which says nothing about this one."""

    def note(self, job: "Job", *, at: datetime.datetime) -> None:
        """A retry follows; the attempt does not count, however often this happens."""
        job.put_back(str(self), at=at + PAUSE_OF_REJECTED)


class ConnectionFailure(Exception):
    """A resource that all jobs of a kind need is unavailable; this one was not attempted."""


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
    """Its name in logs and lists."""
    POSTPONED: ClassVar[tuple[str, str]]
    DIED: ClassVar[tuple[str, str]]
    UNREACHABLE: ClassVar[tuple[str, str]]
    """Level and name of the log events."""
    STATES: ClassVar[type[StrEnum]]
    PAUSES: ClassVar[tuple[datetime.timedelta, ...]]
    """Between the attempts; after the last attempt it is dead."""
    NOTED: ClassVar[dict[str, str]]
    """Columns with the result of a done job, and their types."""
    RELEASED: ClassVar[dict[str, Any]] = {"state": "WAITING", "attempts": 0}
    """Columns of a dead job that is retried."""
    STANDS: ClassVar[str] = "false"
    """A condition on `settled`: such a result holds even if the claim was taken over meanwhile."""

    class Meta:
        abstract = True

    @property
    def is_exhausted(self) -> bool:
        """Whether this attempt is the last one."""
        return self.attempts > len(self.PAUSES)

    def give_up(self, error: str, *, at: datetime.datetime) -> None:  # noqa: ARG002 -- tables may store the time
        """It will not succeed without intervention."""
        self.state, self.last_error = self.STATES("DEAD"), _storable(error)

    def postpone(self, error: str, *, at: datetime.datetime) -> None:
        """Retry later, or give up after the last attempt."""
        if self.is_exhausted:
            self.give_up(error, at=at)
        else:
            self.last_error, self.due_at = _storable(error), at + self.PAUSES[self.attempts - 1]

    def put_back(self, error: str | None, *, at: datetime.datetime) -> None:
        """It was not attempted: a resource was unavailable (`error`), or the time ran out."""
        self.attempts, self.due_at = self.attempts - 1, at
        if error is not None:
            self.last_error = _storable(error)

    def succeed(self, *, at: datetime.datetime) -> None:
        """It is done."""
        raise NotImplementedError

    async def settle(self) -> bool:
        """Store the result; returns whether it counts, or the claim was taken over meanwhile."""
        return await leases.settle(self)


def _storable(error: str) -> str:
    """A text that the database accepts, from one of any origin and encoding."""
    return show(error)[:LONGEST_ERROR]
