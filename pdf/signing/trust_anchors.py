"""Trust anchors for signatures, as plain data."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_CERTIFICATE = re.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def only_certificates(pem: str) -> str:
    """The certificates of a PEM file, without anything else in it, such as a private key."""
    return "".join(f"{each}\n" for each in _CERTIFICATE.findall(pem))


class Trust(StrEnum):
    """The trust in a signer."""

    TRUSTED = "TRUSTED"
    SAMPLE = "SAMPLE"
    """By the sample authority of an installation for trying out: no proof."""
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class TrustAnchor:
    """Certificates as PEM that are trusted for signatures in a period of time."""

    certificates: str
    begins_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    """Exclusive."""

    def __post_init__(self) -> None:
        """Drop everything but certificates: no key may reach workers that read untrusted files."""
        object.__setattr__(self, "certificates", only_certificates(self.certificates))

    def is_valid_at(self, at: datetime.datetime) -> bool:
        """Whether it is trusted for signatures of that time."""
        return (self.begins_at is None or self.begins_at <= at) and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True)
class TrustAnchors:
    """Anchors of signers and of time-stamp authorities, and the sample authority as PEM, if any."""

    trusted: tuple[TrustAnchor, ...] = ()
    sample: str = ""
    timestamps: tuple[TrustAnchor, ...] = ()

    def __post_init__(self) -> None:
        """Drop everything but certificates, as anchors do."""
        object.__setattr__(self, "sample", only_certificates(self.sample))


def valid_certificates(anchors: Iterable[TrustAnchor], *, at: datetime.datetime) -> str:
    """The certificates, as PEM, that are trusted for signatures of that time."""
    return "\n".join(anchor.certificates for anchor in anchors if anchor.is_valid_at(at))
