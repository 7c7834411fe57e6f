"""The queue of mails."""

from collections.abc import Callable
from dataclasses import dataclass

from jobs.consumers import Clock, Queue
from mail.outbox_worker import Dispatch
from models.outgoing_mail import OutgoingMail
from resolvers.job_attempts import attempt

CONSUMERS, BATCH = 8, 20


@dataclass(frozen=True)
class Mails:
    """Sends mails by one connection."""

    dispatch: Dispatch
    clock: Clock

    async def attempt(self, job: OutgoingMail, *, is_stopping: Callable[[], bool]) -> bool:
        """Send one mail, and settle it."""
        return await attempt(job, self.dispatch.send, clock=self.clock, is_stopping=is_stopping)

    async def rest(self) -> None:
        """End the connection."""
        await self.dispatch.rest()


def queue(new_dispatch: Callable[[], Dispatch], *, clock: Clock) -> Queue:
    """Mails, each consumer with a way out of its own."""
    return Queue(OutgoingMail, lambda: Mails(new_dispatch(), clock), CONSUMERS, BATCH)
