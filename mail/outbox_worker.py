"""Sending one mail: its text is composed, built into a message with its attachment, and handed to a transport."""

import dataclasses
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
from models.parties.password_link import PasswordLink
from security.password_links import PasswordLinks

DEACTIVATED = "the address is that of an account that has been deactivated"
LINK_IS_OVER = "the link was replaced or used, or its account has been deactivated"


class OutboxWorker:
    """Sends mails, one at a time.

    `address` is the URL of our pages, `attach` returns the PDF of a document; mails of the installation come from
    `sender`, and `links` derives the tokens of their links.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        attach: Callable[[UUID], Awaitable[Attachment]],
        address: str,
        sender: str,
        links: PasswordLinks,
        clock: Callable[[], datetime.datetime],
    ) -> None:
        self._transport, self._attach, self._address, self._clock = transport, attach, address, clock
        self._sender, self._links = sender, links

    async def send(self, mail: OutgoingMail) -> None:
        """Return when a transport has sent the mail. Raises PermanentFailure, TemporaryFailure, ConnectionFailure."""
        # Addresses are chosen at enqueueing; the mail may have waited for days since then.
        await _require_recipient(mail)
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
        if mail.sender is None:
            mail.sender = self._sender
        if link_id := mail.facts.get("password_link"):
            # Only the sent mail contains the token, neither the outbox nor the log.
            text = dataclasses.replace(text, link=f"{text.link}{self._links.token(UUID(str(link_id)))}")
        attachments = [] if mail.document_id is None else [await self._attach(mail.document_id)]
        return build_message(mail, text, address=self._address, at=self._clock(), attachments=attachments)


async def _require_recipient(mail: OutgoingMail) -> None:
    """Raises PermanentFailure for a deactivated account, and for a link that is no longer valid."""
    if link_id := mail.facts.get("password_link"):
        if not await PasswordLink.exists(id=link_id, used_at=None, account__is_active=True):
            raise PermanentFailure(LINK_IS_OVER)
        return
    accounts = Account.filter(email=mail.recipient.lower(), password_hash__isnull=False)
    activity = await accounts.values_list("is_active", flat=True)
    if activity and not any(activity):
        raise PermanentFailure(DEACTIVATED)
