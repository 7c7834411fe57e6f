"""Links that carry their permission with them: what they open, for whom and until when, under a keyed hash.

A link serves one purpose, such as a kind of path; for any other it is broken.

Whoever has such a link may use it until it ends; so it ends after a few minutes.
"""

import datetime
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LIFETIME = datetime.timedelta(minutes=5)
LONGEST = 3_000
"""Characters; what is longer is none of ours."""


class InvalidSignedUrl(Exception):
    """Not made here, or altered since."""


class ExpiredSignedUrl(Exception):
    """Made here, but over."""


@dataclass(frozen=True)
class SignedUrls:
    """Makes links and reads them again. The key is derived from another secret, for this purpose alone."""

    secret: bytes = field(repr=False)

    @classmethod
    def under(cls, secret: bytes) -> "SignedUrls":
        """Links under a key derived from `secret`."""
        return cls(HKDF(SHA256(), 32, salt=None, info=b"kakusho links").derive(secret))

    def make(self, purpose: str, claims: Sequence[str], *, at: datetime.datetime) -> str:
        """The claims (without full stops), the end, and the signature, as one part of a path."""
        text = ".".join([*claims, str(int((at + LIFETIME).timestamp()))])
        return f"{text}.{self._signature(purpose, text)}"

    def read(self, purpose: str, link: str, *, at: datetime.datetime) -> list[str]:
        """The claims. Raises InvalidSignedUrl, and ExpiredSignedUrl only for one with a valid signature."""
        text, _, signature = link.rpartition(".")
        if len(link) > LONGEST or not hmac.compare_digest(signature.encode(), self._signature(purpose, text).encode()):
            raise InvalidSignedUrl
        *claims, until = text.split(".")
        if at.timestamp() >= int(until):
            raise ExpiredSignedUrl
        return claims

    def _signature(self, purpose: str, text: str) -> str:
        signed = f"{purpose} {text}".encode(errors="surrogatepass")
        return hmac.digest(self.secret, signed, hashlib.sha256).hex()
