"""Who is believed about signatures, as plain data."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_CERTIFICATE = re.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def only_certificates(pem: str) -> str:
    """Without what else may stand in the file, such as a private key."""
    return "".join(f"{each}\n" for each in _CERTIFICATE.findall(pem))


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

    def __post_init__(self) -> None:
        """Keep certificates alone: anchors go to processes that read files of strangers, and no key is to be there."""
        object.__setattr__(self, "certificates", only_certificates(self.certificates))

    def counts(self, at: datetime.datetime) -> bool:
        """Whether it is believed about what was signed then."""
        return (self.begins_at is None or self.begins_at <= at) and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True)
class Roots:
    """Those that are believed, of signers and of time-stamp authorities; and the sample authority as PEM, if any."""

    trusted: tuple[Anchor, ...] = ()
    sample: str = ""
    timestamps: tuple[Anchor, ...] = ()

    def __post_init__(self) -> None:
        """Keep certificates alone, as anchors do."""
        object.__setattr__(self, "sample", only_certificates(self.sample))


def counting(anchors: Iterable[Anchor], *, at: datetime.datetime) -> str:
    """The certificates, as PEM, that count about what was signed then."""
    return "\n".join(anchor.certificates for anchor in anchors if anchor.counts(at))
