"""Bearer tokens: random, opaque, stored only as a hash."""

import hashlib
import secrets

TOKEN_BYTES = 32


def generate() -> str:
    """A new token of 256 bits, URL-safe."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> bytes:
    """The stored hash: SHA-256, 32 bytes. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).digest()
