"""Auth keys (認証キー): made, found again by their digest, sealed and opened.

A key has 70 bits. It is stored twice: as HMAC-SHA256(pepper, number‖key), by which a certificate is found and which
cannot be reversed without the pepper, and sealed with AES-256-GCM, to be shown again to the contractor. Both secrets
live outside of the database (docs/decisions/0003-auth-keys.md).
"""

import hashlib
import hmac
import re
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from security import transcription

ALPHABET = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1Il")))
LENGTH = 12
NONCE_BYTES = 12

_FORM = re.compile(f"[A-Za-z0-9]{{{LENGTH}}}")


class MalformedKey(ValueError):
    """Not twelve letters and digits; the message never shows what was given."""


class BrokenEnvelope(Exception):
    """A sealed key cannot be opened: wrong envelope key, or the row was altered or moved to another number."""


def generate() -> str:
    """A new key: twelve of 57 letters and digits, without 0 O 1 I l, from the system's random source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def parse(text: str) -> str:
    """The key as it is compared, without the spaces and dashes that somebody wrote between. Raises MalformedKey.

    The five left-out characters pass: such a key is wrong, not malformed.
    """
    plain = transcription.plain(text).replace("-", "")
    if not _FORM.fullmatch(plain):
        msg = f"認証キーは英数字{LENGTH}桁で入力してください（大文字と小文字は区別されます）。"
        raise MalformedKey(msg)
    return plain


@dataclass(frozen=True, slots=True)
class Keyring:
    """The two secrets that protect stored keys: a pepper, and envelope keys by version, the sealing one first."""

    pepper: bytes = field(repr=False)
    envelope_keys: Mapping[int, bytes] = field(repr=False)

    def digest(self, number: str, key: str) -> bytes:
        """32 bytes that say whether number and key belong together."""
        return hmac.digest(self.pepper, f"{number}|{key}".encode(), hashlib.sha256)

    def matches(self, digest: bytes, number: str, key: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(digest, self.digest(number, key))

    def seal(self, number: str, key: str) -> tuple[bytes, int]:
        """The envelope, bound to its number, and the version of the envelope key that sealed it."""
        return self.seal_bytes(key.encode(), number)

    def open(self, envelope: bytes, version: int, number: str) -> str:
        """The sealed key. Raises BrokenEnvelope."""
        return self.open_bytes(envelope, version, number).decode()

    def seal_bytes(self, content: bytes, subject: str) -> tuple[bytes, int]:
        """The same for whatever a key stands in, bound to the name of its subject."""
        version, secret = next(iter(self.envelope_keys.items()))
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(secret).encrypt(nonce, content, subject.encode()), version

    def open_bytes(self, envelope: bytes, version: int, subject: str) -> bytes:
        """What was sealed. Raises BrokenEnvelope."""
        try:
            cipher = AESGCM(self.envelope_keys[version])
            return cipher.decrypt(envelope[:NONCE_BYTES], envelope[NONCE_BYTES:], subject.encode())
        except (KeyError, ValueError, InvalidTag):
            msg = f"the envelope of {subject} cannot be opened with envelope key version {version}"
            raise BrokenEnvelope(msg) from None
