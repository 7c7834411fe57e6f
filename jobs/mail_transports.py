"""The mail transport factory: the queue of mails, with transports as configured."""

import asyncio
import datetime
from collections.abc import Callable
from uuid import UUID

from jobs import mail_queue
from jobs.consumers import Queue
from mail.file_transport import FileTransport
from mail.mime_messages import Attachment
from mail.outbox_worker import OutboxWorker
from mail.smtp_transport import Server, SmtpTransport
from mail.transport import Transport
from resolvers.document_services import DocumentServices, wait_deadline
from resolvers.documents import read_content
from security.password_links import PasswordLinks
from settings import Settings, SettingsError


def queue(settings: Settings, *, services: DocumentServices, clock: Callable[[], datetime.datetime]) -> Queue:
    """Sends to SMTP_URL; without it, on the embedded database, writes files. Raises SettingsError."""
    new_transport = _transport_factory(settings)

    async def attach(document_id: UUID) -> Attachment:
        wait_until = wait_deadline(asyncio.get_running_loop().time())
        made = await read_content.of_mail(document_id, services=services, at=clock(), wait_until=wait_until)
        return Attachment(made.filename, made.content)

    return mail_queue.queue(
        lambda: OutboxWorker(
            new_transport(),
            attach=attach,
            address=settings.address,
            sender=settings.sender,
            links=PasswordLinks.under(settings.pepper),
            clock=clock,
        ),
        clock=clock,
    )


def _transport_factory(settings: Settings) -> Callable[[], Transport]:
    if settings.smtp_url is not None:
        try:
            server, helo_name = Server.at(settings.smtp_url.get_secret_value()), settings.helo_name
        except ValueError as error:
            raise SettingsError(f"SMTP_URL: {error}") from None
        return lambda: SmtpTransport(server, helo_name=helo_name)
    if settings.is_embedded:
        transport = FileTransport(settings.data_dir / "mail")
        return lambda: transport
    # In production, mails in files would count as sent without being read.
    raise SettingsError("SMTP_URL: required with DATABASE_URL, such as smtp+starttls://user:password@host:587")
