"""Sending mails to a mail server: many over one connection, and the handling of its replies."""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import unquote, urlsplit

import structlog
from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from mail.mime_messages import MailMessage
from mail.smtp_replies import PERMANENT, failure, readable
from mail.transport import ConnectionRejected, SenderRejected
from models.job import ConnectionFailure, TemporaryFailure

CONNECT_SECONDS = 10
ANSWER_SECONDS = 30
MAIL_SECONDS = 50
RESET_SECONDS = 5
"""For one mail, and for the reset of the session after it: together well within the lease."""
MOST_PER_CONNECTION = 100
"""Many servers close a connection after so many mails."""
CLOSING = 421

log = structlog.get_logger(__name__)


class Security(Enum):
    """The encryption of a connection, by the scheme of the server's URL."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


@dataclass(frozen=True)
class Server:
    """A mail server. The port None is the default one: 25, 587 with STARTTLS, 465 with TLS."""

    host: str
    port: int | None
    security: Security
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, url: str) -> "Server":
        """From `smtp://`, `smtp+starttls://` or `smtps://`, with user and password if required.

        Raises ValueError, without the URL: it may contain a password.
        """
        try:
            parts = urlsplit(url)
            security, port = Security(parts.scheme), parts.port
        except ValueError:
            parts, security, port = urlsplit(""), Security.NONE, None
        is_more = parts.path.strip("/") or parts.query or parts.fragment
        if not parts.hostname or is_more or bool(parts.username) != bool(parts.password):
            raise ValueError("expected smtp://, smtp+starttls:// or smtps://, then user:password@host:port")
        user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
        return cls(parts.hostname, port, security, user, password)


class SmtpTransport:
    """Sends mails over one connection to a mail server: opened for the first mail, kept as long as there are more.

    `helo_name` is this host's name in EHLO. A permanent reply that concerns the sender is logged as an error, because
    it requires a change of settings.
    """

    def __init__(self, server: Server, *, helo_name: str = "localhost") -> None:
        self._server, self._helo_name = server, helo_name
        self._connection: SMTP | None = None
        self._sent = 0

    async def send(self, message: MailMessage) -> None:
        """Send one mail. Raises what `Transport.send` does."""
        try:
            async with asyncio.timeout(MAIL_SECONDS):
                await self._deliver(message)
        except SMTPResponseException as refusal:
            await self._reset(refusal)
            failed = failure(_command(refusal), refusal.code, refusal.message)
            if isinstance(failed, SenderRejected) and failed.is_permanent:
                log.error("mail_sender_rejected", sender=message.sender, error=str(failed))  # noqa: TRY400 -- the reply is the cause, a traceback adds nothing
            raise failed from refusal
        except (SMTPException, OSError) as error:
            self._drop()
            raise TemporaryFailure(_described(error)) from error
        except BaseException:
            # The state of the session is unknown; only a new connection has a known one.
            self._drop()
            raise

    async def close_idle(self) -> None:
        """End the session and close the connection."""
        if self._connection is not None:
            with suppress(SMTPException, OSError):
                async with asyncio.timeout(CONNECT_SECONDS):
                    await self._connection.quit()
            self._drop()

    async def _deliver(self, message: MailMessage) -> None:
        connection = await self._started(message)
        self._sent += 1
        await connection.rcpt(message.recipient)
        await connection.data(message.content)

    async def _started(self, message: MailMessage) -> SMTP:
        """The connection, after MAIL has been accepted on it."""
        if self._sent >= MOST_PER_CONNECTION:
            await self.close_idle()
        if self._connection is not None:
            try:
                await self._connection.mail(message.sender)
            except (SMTPException, OSError) as error:
                if isinstance(error, SMTPResponseException) and error.code != CLOSING:
                    raise
                # The server has closed it since the last mail, which says nothing about this one.
                self._drop()
            else:
                return self._connection
        connection = await self._connected()
        await connection.mail(message.sender)
        return connection

    async def _connected(self) -> SMTP:
        """Raises ConnectionFailure, ConnectionRejected."""
        server = self._server
        connection = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            local_hostname=self._helo_name,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            timeout=ANSWER_SECONDS,
        )
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await connection.connect()
                await _greet(connection)
        except (SMTPException, OSError) as error:
            connection.close()
            if not _is_rejection(error):
                raise ConnectionFailure(_described(error)) from error
            description = _described(error)
            log.error("mail_server_rejects_us", helo_name=self._helo_name, error=description)  # noqa: TRY400 -- the reply is the cause, a traceback adds nothing
            raise ConnectionRejected(description) from error
        self._connection, self._sent = connection, 0
        return connection

    async def _reset(self, refusal: SMTPResponseException) -> None:
        """Reset the session after a refused mail; if that fails the connection is closed."""
        if self._connection is None or refusal.code == CLOSING:
            self._drop()
            return
        try:
            await self._connection.rset(timeout=RESET_SECONDS)
        except (SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


async def _greet(connection: SMTP) -> None:
    """Send EHLO or HELO, unless the authentication has done so: a refusal must not be attributed to the mail."""
    if connection.is_ehlo_or_helo_needed:
        try:
            await connection.ehlo()
        except SMTPHeloError:
            if not connection.is_connected:
                raise
            await connection.helo()


def _command(refusal: SMTPResponseException) -> str:
    if isinstance(refusal, SMTPSenderRefused):
        return "MAIL"
    return "RCPT" if isinstance(refusal, SMTPRecipientRefused) else "DATA"


def _is_rejection(error: Exception) -> bool:
    """Whether a server responds, and rejects everything until a setting is changed."""
    if isinstance(error, SMTPResponseException):
        return error.code >= PERMANENT
    return (
        isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError) or not isinstance(error, OSError)
    )


def _described(error: Exception) -> str:
    kind = type(error).__name__
    if isinstance(error, SMTPResponseException):
        return f"{kind}: {error.code} {readable(error.message)}"
    return f"{kind}: {readable(str(error))}" if str(error) else kind
