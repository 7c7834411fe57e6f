"""Sending one mail: worded, put into an envelope with what goes along, and handed to a carrier."""

import datetime
from collections.abc import Awaitable, Callable
from uuid import UUID

from mail.compose import word
from mail.mime_messages import Attachment, Envelope, seal
from mail.transport import Carrier
from models.errors import DocumentNotAvailable
from models.job import TemporaryFailure
from models.outgoing_mail import OutgoingMail


class Dispatch:
    """Sends mails, one at a time.

    `address` is the URL of our pages, `attach` gives the PDF of a document.
    """

    def __init__(
        self,
        carrier: Carrier,
        *,
        attach: Callable[[UUID], Awaitable[Attachment]],
        address: str,
        clock: Callable[[], datetime.datetime],
    ) -> None:
        self._carrier, self._attach, self._address, self._clock = carrier, attach, address, clock

    async def send(self, mail: OutgoingMail) -> None:
        """Return when a carrier has taken the mail. Raises PermanentFailure, TemporaryFailure, ConnectionFailure."""
        try:
            envelope = await self._sealed(mail)
        except DocumentNotAvailable as error:
            raise TemporaryFailure(str(error)) from error
        await self._carrier.carry(envelope)

    async def rest(self) -> None:
        """There is nothing more at the moment."""
        await self._carrier.rest()

    async def _sealed(self, mail: OutgoingMail) -> Envelope:
        letter = word(mail.kind, mail.facts)
        attachments = [] if mail.document_id is None else [await self._attach(mail.document_id)]
        return seal(mail, letter, address=self._address, at=self._clock(), attachments=attachments)
