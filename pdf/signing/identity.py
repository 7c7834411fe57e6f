"""Who signs, as plain data: the server hands it to the printing processes and opens no key itself."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Token:
    """A key that never leaves its device: the PKCS#11 module, the token, the key's label on it and the PIN."""

    module: str
    token: str
    label: str
    pin: str = field(repr=False)


@dataclass(frozen=True)
class Identity:
    """Certificates in PEM, the signer's own first; its key in PEM or on a token; the URL of a time-stamp authority."""

    certificates: str
    key: str | Token = field(repr=False)
    timestamp_url: str | None = field(default=None, repr=False)
