"""Enqueued mails, and a worker that sends them."""

import asyncio
import base64
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from pydantic import SecretStr

from database.transactions import transactional
from jobs import mail_queue, worker
from mail import outbox
from mail.compose import MailText, compose
from mail.mime_messages import Attachment
from mail.outbox import Event
from mail.outbox_worker import OutboxWorker
from mail.smtp_transport import Server, SmtpTransport
from models.outgoing_mail import MailKind, OutgoingMail
from resolvers.documents import read_content
from sample.sample_register import SampleRegister
from security.password_links import PasswordLinks
from settings import Settings
from tests.conftest import DOCUMENT_SERVICES, KEYRING, NOON, Clock
from tests.support.readers import soon
from tests.support.servers.smtp_servers import MailServer
from tests.support.use_cases import advance, applied

ADDRESS = "https://kakusho.example.jp"
SENDER = "no-reply@kakusho.example.jp"
LINKS = PasswordLinks.under(KEYRING.pepper)
ID = "0199a5a5-0000-7000-8000-000000000001"
FACTS: dict[str, Any] = {
    "surety": "見本建設業保証株式会社", "branch": "栃木支店", "telephone": "028-000-0000", "fax": None,
    "addressee": "○○建設 株式会社", "person": None, "product": "PERFORMANCE", "number": "31072-00001I",
    "project": "●●●●工事", "obligee": "栃木県知事", "amount": 5_000_000, "reason": "写しが不足", "failures": 21,
    "guarantee": ID, "contract_type": "WORKS",
}  # fmt: skip
SECONDS = 15
"""Time limit of every wait."""


def with_secrets(**given: Any) -> Settings:
    """Settings of a worker: the links in mails are made with a secret."""
    return Settings(auth_key_pepper=SecretStr(base64.b64encode(KEYRING.pepper).decode()), **given)


async def mails_of(kind: MailKind | str, **where: object) -> list[OutgoingMail]:
    """The mails of one kind, oldest first. Mails of other kinds that an act enqueues have their own tests."""
    return await OutgoingMail.filter(kind=kind, **where).order_by("id")


async def mail_of(kind: MailKind | str, **where: object) -> OutgoingMail:
    """The only mail of this kind."""
    (mail,) = await mails_of(kind, **where)
    return mail


async def recipients_of(kind: MailKind | str, **where: object) -> list[str]:
    """The addresses that mails of this kind go to."""
    return [mail.recipient for mail in await mails_of(kind, **where)]


async def texts_of(kind: MailKind | str, **where: object) -> list[MailText]:
    """The text of the mails of this kind."""
    return [compose(mail.kind, mail.facts) for mail in await mails_of(kind, **where)]


@transactional
async def enqueue_mails(
    sample: SampleRegister, count: int = 1, *, email: str = "soumu@example.jp"
) -> list[OutgoingMail]:
    """So many mails to the contractor, all about one guarantee; afterwards the queue has no mails of other kinds."""
    (guarantee,) = await applied(sample, advance(), email=email)
    names = [f"{guarantee.id} {place}" for place in range(count)]
    await outbox.enqueue(MailKind.RETURNED, [Event(name, guarantee.id, NOON) for name in names])
    await OutgoingMail.filter(state="WAITING").exclude(kind=MailKind.RETURNED).update(state="SENT", sent_at=NOON)
    return await OutgoingMail.filter(event__in=names).order_by("id")


@asynccontextmanager
async def running_outbox_worker(database_url: str, mail_url: str, clock: Clock) -> AsyncGenerator[None]:
    """A worker in this process that sends mails within the context; it has stopped cleanly afterwards."""
    server, stop = Server.at(mail_url), asyncio.Event()

    async def attach(document_id: UUID) -> Attachment:
        made = await read_content.of_mail(document_id, services=DOCUMENT_SERVICES, at=clock(), wait_until=soon())
        return Attachment(made.filename, made.content)

    queue = mail_queue.queue(
        lambda: OutboxWorker(
            SmtpTransport(server), attach=attach, address=ADDRESS, sender=SENDER, links=LINKS, clock=clock
        ),
        clock=clock,
    )
    running = worker.run(stop, [queue], services=DOCUMENT_SERVICES, database_url=database_url, clock=clock)
    task = asyncio.create_task(running)
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(SECONDS):
            await task


async def wait_until(is_so: Callable[[], Awaitable[bool] | bool]) -> None:
    """Wait for a condition that another task or the database brings about."""
    async with asyncio.timeout(SECONDS):
        while not (found if isinstance(found := is_so(), bool) else await found):  # noqa: ASYNC110 -- there is no notification
            await asyncio.sleep(0.01)


async def state_of(mail: OutgoingMail) -> tuple[str, int, str | None]:
    """State, attempts and last error in the database."""
    found = await OutgoingMail.get(id=mail.id)
    return found.state.value, found.attempts, found.last_error


async def all_in_state(state: str, **where: object) -> bool:
    """Whether every mail, or all of a kind, is in this state."""
    return not await OutgoingMail.filter(**where).exclude(state=state).exists()


async def no_lease() -> bool:
    """Whether no mail is leased."""
    return not await OutgoingMail.filter(claim__isnull=False).exists()


async def all_settled() -> bool:
    """Whether no mail waits."""
    return not await OutgoingMail.filter(state="WAITING").exists()


def ids_of(server: MailServer) -> list[str]:
    """The Message-IDs of the mails that the server has accepted."""
    return [re.findall(rb"(?m)^Message-ID: (.+?)\r$", mail.content)[0].decode() for mail in server.accepted]


async def tried(mail: OutgoingMail, times: int) -> None:
    async def is_so() -> bool:
        found = await OutgoingMail.get(id=mail.id)
        return found.attempts == times and found.claim is None

    await wait_until(is_so)


async def quietly(question: object) -> bool:
    try:
        return await question  # type: ignore[misc]
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        return False
