"""The queue of mails."""

from collections.abc import Callable
from dataclasses import dataclass

from jobs.consumers import Clock, Queue
from mail.outbox_worker import OutboxWorker
from models.outgoing_mail import OutgoingMail
from resolvers.job_attempts import attempt

CONSUMERS, BATCH = 8, 20


@dataclass(frozen=True)
class Mails:
    """Sends mails over one connection."""

    worker: OutboxWorker
    clock: Clock

    async def attempt(self, job: OutgoingMail, *, is_stopping: Callable[[], bool]) -> bool:
        """Send one mail, and settle it."""
        return await attempt(job, self.worker.send, clock=self.clock, is_stopping=is_stopping)

    async def close_idle(self) -> None:
        """Close the connection."""
        await self.worker.close_idle()


def queue(new_worker: Callable[[], OutboxWorker], *, clock: Clock) -> Queue:
    """Mails, each consumer with a transport of its own."""
    return Queue(OutgoingMail, lambda: Mails(new_worker(), clock), CONSUMERS, BATCH)
