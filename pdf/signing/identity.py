"""The signing identity as plain data: the server passes it to the render workers and opens no key itself."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pkcs11Key:
    """A key that never leaves its device: the PKCS#11 module, the token's label, the key's label on it and the PIN."""

    module: str
    token: str
    label: str
    pin: str = field(repr=False)


@dataclass(frozen=True)
class SigningIdentity:
    """Certificates in PEM, the signer's first; its key in PEM or on a device; the URL of a time-stamp authority."""

    certificates: str
    key: str | Pkcs11Key = field(repr=False)
    timestamp_url: str | None = field(default=None, repr=False)
