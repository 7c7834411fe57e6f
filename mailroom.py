"""Where mails go, as the settings have it."""

import datetime
from collections.abc import Callable
from uuid import UUID

from jobs import mails
from jobs.consumers import Queue
from mail.carriers import Carrier
from mail.dispatch import Dispatch
from mail.envelopes import Attachment
from mail.folder import Folder
from mail.relay import Relay, Server
from resolvers import documents
from resolvers.archive import Archive
from settings import Settings, SettingsError


def queue(settings: Settings, *, archive: Archive, clock: Callable[[], datetime.datetime]) -> Queue:
    """Mails are sent to SMTP_URL, or without one, for a newcomer, into the data folder. Raises SettingsError."""
    new_carrier = _carriers(settings)

    async def attach(document_id: UUID) -> Attachment:
        made = await documents.content(document_id, archive=archive, at=clock())
        return Attachment(made.filename, made.content)

    return mails.queue(
        lambda: Dispatch(new_carrier(), attach=attach, address=settings.address, clock=clock), clock=clock
    )


def _carriers(settings: Settings) -> Callable[[], Carrier]:
    if settings.smtp_url is not None:
        try:
            server, helo_name = Server.at(settings.smtp_url.get_secret_value()), settings.helo_name
        except ValueError as error:
            raise SettingsError(f"SMTP_URL: {error}") from None
        return lambda: Relay(server, helo_name=helo_name)
    if settings.is_embedded:
        folder = Folder(settings.data_dir / "mail")
        return lambda: folder
    # Files would count as sent, and nobody would look at them.
    raise SettingsError("SMTP_URL: required with DATABASE_URL, such as smtp+starttls://user:password@host:587")
