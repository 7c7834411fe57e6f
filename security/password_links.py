"""The tokens of links with which a person sets a password.

A token is derived from the id of its row and a secret outside the database, so that the worker can compose the mail
although no table, mail or log contains the token. The row has its digest (security/tokens.py).
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LONGEST_TOKEN = 100
"""Characters; longer text is no token."""


@dataclass(frozen=True)
class PasswordLinks:
    """Derives tokens."""

    secret: bytes = field(repr=False)

    @classmethod
    def under(cls, secret: bytes) -> "PasswordLinks":
        """With a key derived from `secret`."""
        return cls(HKDF(SHA256(), 32, salt=None, info=b"kakusho password links").derive(secret))

    def token(self, id_: UUID) -> str:
        """The token of a row: 256 bits, URL-safe."""
        return base64.urlsafe_b64encode(hmac.digest(self.secret, id_.bytes, hashlib.sha256)).decode().rstrip("=")
