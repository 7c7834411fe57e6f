"""Settings from the environment. docs/operations.md lists them all."""

import base64
import datetime
import ipaddress
import re
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SECRET_BYTES = 32
IPV6 = 6
PROJECT_ROOT = Path(__file__).resolve().parent
HELO_NAME = r"^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Za-z.:]+\])$"
"""A host name in ASCII, or an address in brackets (RFC 5321, 4.1.3)."""

_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})?/(\d{4}-\d{2}-\d{2})?", re.ASCII)
_ANCHORS = "expected «file» or «file@first day/last day» like roots.pem@2024-04-01/2026-03-31, separated by commas"


class SettingsError(Exception):
    """A setting is missing or malformed; the message says which one and what was expected."""


class AnchorFile(NamedTuple):
    """A file of trusted certificates, and the days on which signatures by them are trusted."""

    path: Path
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None


class Settings(BaseSettings):
    """Frozen settings; the environment name of a field is its name in capitals (`PORT`, `DATA_DIR`)."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    data_dir: Path = PROJECT_ROOT / ".data"
    database_url: SecretStr | None = None
    migration_database_url: SecretStr | None = None
    """For the owner of the tables, used by `kakusho migrate`; None means DATABASE_URL."""
    database_pool_size: int = Field(default=20, ge=2, le=500)
    public_url: str | None = Field(default=None, pattern="^https?://[^/]+")
    auth_key_pepper: SecretStr | None = None
    """Base64 of 32 bytes: the key of the HMAC by which auth keys are found."""
    auth_key_envelope_keys: SecretStr | None = None
    """`version:base64` of 32 bytes each, separated by commas; the first one encrypts, all of them decrypt."""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    """Addresses whose X-Forwarded-For is trusted."""
    max_connections: int = Field(default=800, ge=1)
    max_connections_per_address: int = Field(default=200, ge=1)
    """For IPv6, per /64 network; trusted proxies are exempt."""
    cost_per_minute: int = Field(default=200_000, ge=1)
    """Cost of the operations of each account, and of each address without one, in each server process."""
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Origins of web front ends on other hosts."""
    signing_certificates_file: Path | None = None
    """PEM: the signer's certificate, then its intermediate certificates."""
    signing_key_file: Path | None = None
    """PEM: the private key, unless it is in a PKCS#11 token."""
    signing_pkcs11_module: Path | None = None
    signing_pkcs11_token: str | None = None
    signing_pkcs11_label: str | None = None
    signing_pkcs11_pin: SecretStr | None = None
    signing_anchors: Annotated[tuple[AnchorFile, ...], NoDecode] = ()
    """`file@day/day` each: certificates of earlier signers, trusted besides the current signer."""
    timestamp_url: SecretStr | None = None
    """Of a time-stamp authority (RFC 3161), with user and password if required."""
    timestamp_anchors: Annotated[tuple[AnchorFile, ...], NoDecode] = ()
    """Likewise: certificates of trusted time-stamp authorities."""
    document_store: str | None = Field(default=None, pattern="^s3://[^/]+")
    """`s3://bucket/prefix`; None keeps documents in the database."""
    print_processes: int = Field(default=2, ge=1, le=64)
    smtp_url: SecretStr | None = None
    """`smtp://`, `smtp+starttls://` or `smtps://`, with user and password; None writes mails to files."""
    smtp_helo_name: str | None = Field(default=None, pattern=HELO_NAME)
    """The name in HELO; None: the host of PUBLIC_URL."""
    mail_sender: str | None = Field(default=None, pattern=r"^[!-~]+@[!-~]+$")
    """Where mails of the installation itself come from (invitations); None: no-reply@ the host of PUBLIC_URL."""
    desks_dir: Path = PROJECT_ROOT / "desks" / "dist"
    """What `npm run build` makes of the desks."""
    desk_documents: Literal["trusted", "any"] = "trusted"
    """Which operations the desks may send."""
    sample_data: Literal["demo", "small"] = "demo"
    """What an empty database is loaded with: the demonstration, or the small set that the tests begin with."""
    log_level: str = "INFO"

    @field_validator("trusted_proxies", "allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("signing_anchors", "timestamp_anchors", mode="before")
    @classmethod
    def _anchors(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(_anchor(part.strip()) for part in value.split(",") if part.strip())

    @field_validator("timestamp_url")
    @classmethod
    def _url_of_authority(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.match("https?://[^/]+", value.get_secret_value()):
            msg = "expected http://… or https://…"
            raise ValueError(msg)
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if (level := value.upper()) not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            msg = "expected DEBUG, INFO, WARNING or ERROR"
            raise ValueError(msg)
        return level

    @property
    def is_embedded(self) -> bool:
        """Whether the embedded PostgreSQL is used: the default, unless DATABASE_URL names a server."""
        return self.database_url is None

    @property
    def address(self) -> str:
        """The public URL of this server, without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def sender(self) -> str:
        """The address that mails about accounts come from."""
        return self.mail_sender or f"no-reply@{urlsplit(self.address).hostname or 'localhost'}"

    @property
    def helo_name(self) -> str:
        """The name in HELO; an IP address is put in brackets (RFC 5321, 4.1.3).

        Raises SettingsError when it is not set and PUBLIC_URL has no valid host name.
        """
        if self.smtp_helo_name is not None:
            return self.smtp_helo_name
        host = urlsplit(self.address).hostname or "localhost"
        with suppress(ValueError):
            return _literal(ipaddress.ip_address(host))
        try:
            return host.encode("idna").decode("ascii")
        except UnicodeError:
            raise SettingsError("SMTP_HELO_NAME: required, since PUBLIC_URL has no name of a host") from None

    @cached_property
    def pepper(self) -> bytes:
        """32 bytes. Raises SettingsError when AUTH_KEY_PEPPER is missing or malformed."""
        return _secret("AUTH_KEY_PEPPER", _shown(self.auth_key_pepper))

    @cached_property
    def envelope_keys(self) -> dict[int, bytes]:
        """32 bytes by version, the encrypting one first. Raises SettingsError when missing or malformed."""
        name = "AUTH_KEY_ENVELOPE_KEYS"
        keys: dict[int, bytes] = {}
        for part in _shown(self.auth_key_envelope_keys).split(","):
            version, _, encoded = part.strip().partition(":")
            if not version.isdecimal():
                msg = f"{name}: expected «version:base64 of {SECRET_BYTES} bytes», separated by commas"
                raise SettingsError(msg)
            keys[int(version)] = _secret(name, encoded)
        return keys


def _anchor(text: str) -> AnchorFile:
    """Raises ValueError."""
    path, at, days = text.rpartition("@")
    if not at:
        return AnchorFile(Path(text))
    if not path or (match := _DAYS.fullmatch(days)) is None:
        raise ValueError(_ANCHORS)
    try:
        first, last = (datetime.date.fromisoformat(day) if day else None for day in match.groups())
    except ValueError:
        raise ValueError(_ANCHORS) from None
    if first and last and last < first:
        raise ValueError(_ANCHORS)
    return AnchorFile(Path(path), first, last)


def _literal(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    return f"[IPv6:{address}]" if address.version == IPV6 else f"[{address}]"


def from_environment() -> Settings:
    """The settings, without those that are generated. Raises SettingsError, which names each wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise SettingsError(problems) from None


def _shown(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _secret(name: str, encoded: str) -> bytes:
    expected = f"{name}: expected base64 of {SECRET_BYTES} bytes (make one with: openssl rand -base64 {SECRET_BYTES})"
    if not encoded:
        raise SettingsError(expected)
    try:
        secret = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise SettingsError(expected) from None
    if len(secret) != SECRET_BYTES:
        raise SettingsError(expected)
    return secret
