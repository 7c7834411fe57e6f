"""Interface of transports, and their failures. See smtp_transport.py (mail servers) and file_transport.py (none)."""

from typing import Protocol

from mail.mime_messages import MailMessage
from models.job import ConnectionFailure, Rejection


class SenderRejected(Rejection):
    """The server accepts nothing from this sender or host, which says nothing about the mail: it is retried.

    `is_permanent`: a setting has to be changed, here or at the server.
    """

    def __init__(self, reply: str, *, is_permanent: bool) -> None:
        super().__init__(reply)
        self.is_permanent = is_permanent


class ConnectionRejected(ConnectionFailure):
    """A server responds but rejects us: by its greeting, or its reply to HELO, STARTTLS or AUTH."""


class Transport(Protocol):
    """Sends one mail at a time."""

    async def send(self, message: MailMessage) -> None:
        """Send one mail; when this returns the mail has been accepted.

        Raises the failures of models/job.py: PermanentFailure if this mail will never be accepted, TemporaryFailure if
        it was not now (or the outcome is unknown), SenderRejected, ConnectionFailure if none can be sent at the moment,
        ConnectionRejected.
        """

    async def close_idle(self) -> None:
        """Close the connection: the next mail may come at any time, or never."""
