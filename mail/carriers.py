"""What takes mails over, and what it may say instead. See relay.py (mail servers) and folder.py (none)."""

from typing import Protocol

from mail.envelopes import Envelope
from models.job import ConnectionFailure, PermanentFailure, TemporaryFailure


class Refused(PermanentFailure):
    """Never: this mail will not be taken however often it comes."""


class Postponed(TemporaryFailure):
    """Not now; whether it was taken may be unknown."""


class Unreachable(ConnectionFailure):
    """Nobody is there to take any mail; this one has not been tried."""


class Carrier(Protocol):
    """One way out, for one mail at a time."""

    async def carry(self, envelope: Envelope) -> None:
        """Hand over one mail; when this returns it has been taken. Raises Refused, Postponed, Unreachable."""

    async def rest(self) -> None:
        """There is nothing more at the moment; the next mail may come at any time, or never."""
