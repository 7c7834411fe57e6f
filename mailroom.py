"""Where mails go, as the settings have it."""

import datetime
from collections.abc import Callable
from uuid import UUID

from mail.carriers import Carrier
from mail.dispatch import Dispatch
from mail.envelopes import Attachment
from mail.folder import Folder
from mail.relay import Relay, Server
from resolvers import documents
from resolvers.archive import Archive
from settings import Settings, SettingsError


def dispatch(settings: Settings, *, archive: Archive, clock: Callable[[], datetime.datetime]) -> Dispatch:
    """What sends mails: to SMTP_URL, or without one, for a newcomer, into the data folder. Raises SettingsError."""

    async def attach(document_id: UUID) -> Attachment:
        made = await documents.content(document_id, archive=archive, at=clock())
        return Attachment(made.filename, made.content)

    return Dispatch(_carriers(settings), attach=attach, address=settings.address, clock=clock)


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
