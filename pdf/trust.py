"""Who is believed about signatures, as plain data."""

from dataclasses import dataclass
from enum import StrEnum


class Trust(StrEnum):
    """Who vouches for the signer."""

    TRUSTED = "TRUSTED"
    SAMPLE = "SAMPLE"
    """The sample authority of an installation for trying out: nobody."""
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Roots:
    """Authorities as PEM: those that are believed, the sample authority, those of time stamps; empty for none."""

    trusted: str = ""
    sample: str = ""
    timestamps: str = ""
