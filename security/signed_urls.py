"""Signed URLs: claims (content and holder) and an expiry time under a keyed hash.

A signed URL is valid for one purpose only, such as a kind of path. Anybody who has it can use it, so it expires after a
few minutes.
"""

import datetime
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LIFETIME = datetime.timedelta(minutes=5)
MAX_LENGTH = 3_000
"""Characters."""


class InvalidSignedUrl(Exception):
    """The signature does not match: another key, another purpose, or an alteration."""


class ExpiredSignedUrl(Exception):
    """The signature matches, but the URL has expired."""


@dataclass(frozen=True)
class SignedUrls:
    """Makes and reads signed URLs. Their key is derived from another secret."""

    secret: bytes = field(repr=False)

    @classmethod
    def under(cls, secret: bytes) -> "SignedUrls":
        """With a key derived from `secret`."""
        return cls(HKDF(SHA256(), 32, salt=None, info=b"kakusho links").derive(secret))

    def make(self, purpose: str, claims: Sequence[str], *, at: datetime.datetime) -> str:
        """Claims (without full stops), expiry time and signature, as one segment of a path."""
        text = ".".join([*claims, str(int((at + LIFETIME).timestamp()))])
        return f"{text}.{self._signature(purpose, text)}"

    def read(self, purpose: str, url: str, *, at: datetime.datetime) -> list[str]:
        """The claims. Raises InvalidSignedUrl, and ExpiredSignedUrl only for one with a valid signature."""
        text, _, signature = url.rpartition(".")
        if len(url) > MAX_LENGTH or not hmac.compare_digest(
            signature.encode(), self._signature(purpose, text).encode()
        ):
            raise InvalidSignedUrl
        *claims, until = text.split(".")
        if at.timestamp() >= int(until):
            raise ExpiredSignedUrl
        return claims

    def _signature(self, purpose: str, text: str) -> str:
        message = f"{purpose} {text}".encode(errors="surrogatepass")
        return hmac.digest(self.secret, message, hashlib.sha256).hex()
