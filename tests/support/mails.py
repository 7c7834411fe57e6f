"""Mails that are owed, and a dispatch that sends them."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from jobs import mail_queue, worker
from mail import outbox
from mail.mime_messages import Attachment
from mail.outbox import Event
from mail.outbox_worker import Dispatch
from mail.smtp_transport import Relay, Server
from models.outgoing_mail import MailKind, OutgoingMail
from resolvers.documents import hand_out
from sample.sample_data import SampleRegister
from tests.conftest import ARCHIVE, NOON, Clock
from tests.support.use_cases import advance, applied

ADDRESS = "https://kakusho.example.jp"
SECONDS = 15
"""In which anything has to happen."""


async def enqueue_mails(
    sample: SampleRegister, count: int = 1, *, email: str = "soumu@example.jp"
) -> list[OutgoingMail]:
    """So many mails to the contractor, all about one guarantee."""
    (guarantee,) = await applied(sample, advance(), email=email)
    names = [f"{guarantee.id} {place}" for place in range(count)]
    await outbox.tell(MailKind.RETURNED, [Event(name, guarantee.id, NOON) for name in names])
    return await OutgoingMail.filter(event__in=names).order_by("id")


@asynccontextmanager
async def running_outbox_worker(database_url: str, mail_url: str, clock: Clock) -> AsyncGenerator[None]:
    """A dispatch in this process, as long as the context lasts; it has ended in order afterwards."""
    server, stop = Server.at(mail_url), asyncio.Event()

    async def attach(document_id: UUID) -> Attachment:
        made = await hand_out.content(document_id, archive=ARCHIVE, at=clock())
        return Attachment(made.filename, made.content)

    queue = mail_queue.queue(lambda: Dispatch(Relay(server), attach=attach, address=ADDRESS, clock=clock), clock=clock)
    running = worker.run(stop, [queue], store=ARCHIVE.store, database_url=database_url, clock=clock)
    task = asyncio.create_task(running)
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(SECONDS):
            await task


async def wait_until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something that only time tells."""
    async with asyncio.timeout(SECONDS):
        while not await is_so():  # noqa: ASYNC110 -- the database tells nobody
            await asyncio.sleep(0.01)


async def state_of(mail: OutgoingMail) -> tuple[str, int, str | None]:
    """State, attempts and last error, as the database has them."""
    found = await OutgoingMail.get(id=mail.id)
    return found.state.value, found.attempts, found.last_error


async def all_in_state(state: str) -> bool:
    """Whether every mail is in this state."""
    return not await OutgoingMail.exclude(state=state).exists()
