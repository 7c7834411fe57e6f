"""Who is believed about signatures, as plain data."""

import re
from dataclasses import dataclass, fields
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
class Roots:
    """Authorities as PEM: those that are believed, the sample authority, those of time stamps; empty for none."""

    trusted: str = ""
    sample: str = ""
    timestamps: str = ""

    def __post_init__(self) -> None:
        """Keep certificates alone: roots go to processes that read files of strangers, and no key is to be there."""
        for field in fields(self):
            object.__setattr__(self, field.name, only_certificates(getattr(self, field.name)))
