"""Who is believed about signatures, as plain data."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Trust(StrEnum):
    """Who vouches for the signer."""

    TRUSTED = "TRUSTED"
    SAMPLE = "SAMPLE"
    """The sample authority of an installation for trying out: nobody."""
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Anchor:
    """Certificates as PEM that are believed without another's word, and when signatures had to be made to count."""

    certificates: str
    begins_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    """From here on, they count no more."""

    def counts(self, at: datetime.datetime) -> bool:
        """Whether it is believed about what was signed then."""
        return (self.begins_at is None or self.begins_at <= at) and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True)
class Roots:
    """Those that are believed, of signers and of time-stamp authorities; and the sample authority as PEM, if any."""

    trusted: tuple[Anchor, ...] = ()
    sample: str = ""
    timestamps: tuple[Anchor, ...] = ()


def counting(anchors: Iterable[Anchor], *, at: datetime.datetime) -> str:
    """The certificates, as PEM, that count about what was signed then."""
    return "\n".join(anchor.certificates for anchor in anchors if anchor.counts(at))
