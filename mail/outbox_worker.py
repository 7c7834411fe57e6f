"""Sending one mail: its text is composed, built into a message with its attachment, and handed to a transport."""

import datetime
from collections.abc import Awaitable, Callable
from uuid import UUID

from mail.compose import compose
from mail.mime_messages import Attachment, MailMessage, build_message
from mail.transport import Transport
from models.errors import DocumentNotAvailable
from models.job import PermanentFailure, TemporaryFailure
from models.outgoing_mail import OutgoingMail
from models.parties.account import Account

DEACTIVATED = "the address is that of an account that has been deactivated"


class OutboxWorker:
    """Sends mails, one at a time.

    `address` is the URL of our pages, `attach` returns the PDF of a document.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        attach: Callable[[UUID], Awaitable[Attachment]],
        address: str,
        clock: Callable[[], datetime.datetime],
    ) -> None:
        self._transport, self._attach, self._address, self._clock = transport, attach, address, clock

    async def send(self, mail: OutgoingMail) -> None:
        """Return when a transport has sent the mail. Raises PermanentFailure, TemporaryFailure, ConnectionFailure."""
        # Addresses are chosen at enqueueing; the mail may have waited for days since then.
        if await Account.exists(email=mail.recipient.lower(), is_active=False):
            raise PermanentFailure(DEACTIVATED)
        try:
            message = await self._built(mail)
        except DocumentNotAvailable as error:
            raise TemporaryFailure(str(error)) from error
        await self._transport.send(message)

    async def close_idle(self) -> None:
        """Close the connection: there is no mail to send at the moment."""
        await self._transport.close_idle()

    async def _built(self, mail: OutgoingMail) -> MailMessage:
        text = compose(mail.kind, mail.facts)
        attachments = [] if mail.document_id is None else [await self._attach(mail.document_id)]
        return build_message(mail, text, address=self._address, at=self._clock(), attachments=attachments)
