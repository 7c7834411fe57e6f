"""What takes mails over, and what it may say instead. See relay.py (mail servers) and folder.py (none)."""

from typing import Protocol

from mail.mime_messages import Envelope
from models.job import ConnectionFailure, PermanentFailure, Rejection, TemporaryFailure


class Refused(PermanentFailure):
    """Never: this mail will not be taken however often it comes."""


class Postponed(TemporaryFailure):
    """Not now; whether it was taken may be unknown."""


class SenderRejected(Rejection):
    """The server takes nothing from this sender or host: that says nothing about the mail, which waits.

    `is_permanent` says that nothing changes before somebody changes a setting, here or at the server.
    """

    def __init__(self, reply: str, *, is_permanent: bool) -> None:
        super().__init__(reply)
        self.is_permanent = is_permanent


class Unreachable(ConnectionFailure):
    """Nobody is there to take any mail; this one has not been tried."""


class ConnectionRejected(Unreachable):
    """A server is there, and will not talk to us: its greeting, HELO, STARTTLS or AUTH was refused."""


class Carrier(Protocol):
    """One way out, for one mail at a time."""

    async def carry(self, envelope: Envelope) -> None:
        """Hand over one mail; when this returns it has been taken.

        Raises Refused, Postponed, SenderRejected, Unreachable, ConnectionRejected.
        """

    async def rest(self) -> None:
        """There is nothing more at the moment; the next mail may come at any time, or never."""
