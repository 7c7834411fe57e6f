"""Auth keys (認証キー): generation, parsing, digests and encryption.

A key has 70 bits of entropy. It is stored twice: as HMAC-SHA256(pepper, number‖key), by which a certificate is found
and which cannot be reversed without the pepper, and encrypted with AES-256-GCM, to be shown again to the contractor.
Both secrets are kept outside the database (docs/decisions/0003-auth-keys.md).
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
    """Not twelve letters and digits; the message never repeats the input."""


class DecryptionError(Exception):
    """An encrypted key cannot be decrypted: wrong envelope key, or the row was altered or moved to another number."""


def generate() -> str:
    """A new key: twelve of 57 letters and digits, without 0 O 1 I l, from the system's random source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def parse(text: str) -> str:
    """The key in its canonical form, without spaces and dashes. Raises MalformedKey.

    The five characters that no key has are accepted: such a key is wrong, not malformed.
    """
    plain = transcription.plain(text).replace("-", "")
    if not _FORM.fullmatch(plain):
        msg = f"認証キーは英数字{LENGTH}桁で入力してください（大文字と小文字は区別されます）。"
        raise MalformedKey(msg)
    return plain


@dataclass(frozen=True, slots=True)
class Keyring:
    """The secrets that protect stored keys: a pepper, and envelope keys by version; the first one encrypts."""

    pepper: bytes = field(repr=False)
    envelope_keys: Mapping[int, bytes] = field(repr=False)

    def digest(self, number: str, key: str) -> bytes:
        """HMAC-SHA256 of number and key, 32 bytes."""
        return hmac.digest(self.pepper, f"{number}|{key}".encode(), hashlib.sha256)

    def encrypt(self, number: str, key: str) -> tuple[bytes, int]:
        """The encrypted key, bound to its number, and the version of the envelope key."""
        return self.encrypt_bytes(key.encode(), number)

    def decrypt(self, envelope: bytes, version: int, number: str) -> str:
        """The key. Raises DecryptionError."""
        return self.decrypt_bytes(envelope, version, number).decode()

    def encrypt_bytes(self, content: bytes, subject: str) -> tuple[bytes, int]:
        """The same for any content with a key in it, bound to the name of its subject."""
        version, secret = next(iter(self.envelope_keys.items()))
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(secret).encrypt(nonce, content, subject.encode()), version

    def decrypt_bytes(self, envelope: bytes, version: int, subject: str) -> bytes:
        """The content. Raises DecryptionError."""
        try:
            cipher = AESGCM(self.envelope_keys[version])
            return cipher.decrypt(envelope[:NONCE_BYTES], envelope[NONCE_BYTES:], subject.encode())
        except (KeyError, ValueError, InvalidTag):
            msg = f"the envelope of {subject} cannot be decrypted with envelope key version {version}"
            raise DecryptionError(msg) from None
