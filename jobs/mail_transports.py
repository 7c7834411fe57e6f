"""Where mails go, as the settings have it."""

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
from resolvers.document_services import Archive
from resolvers.documents import hand_out
from settings import Settings, SettingsError


def queue(settings: Settings, *, archive: Archive, clock: Callable[[], datetime.datetime]) -> Queue:
    """Mails are sent to SMTP_URL, or without one, for a newcomer, into the data folder. Raises SettingsError."""
    new_transport = _transports(settings)

    async def attach(document_id: UUID) -> Attachment:
        made = await hand_out.content(document_id, archive=archive, at=clock())
        return Attachment(made.filename, made.content)

    return mail_queue.queue(
        lambda: OutboxWorker(new_transport(), attach=attach, address=settings.address, clock=clock), clock=clock
    )


def _transports(settings: Settings) -> Callable[[], Transport]:
    if settings.smtp_url is not None:
        try:
            server, helo_name = Server.at(settings.smtp_url.get_secret_value()), settings.helo_name
        except ValueError as error:
            raise SettingsError(f"SMTP_URL: {error}") from None
        return lambda: SmtpTransport(server, helo_name=helo_name)
    if settings.is_embedded:
        transport = FileTransport(settings.data_dir / "mail")
        return lambda: transport
    # Files would count as sent, and nobody would look at them.
    raise SettingsError("SMTP_URL: required with DATABASE_URL, such as smtp+starttls://user:password@host:587")
