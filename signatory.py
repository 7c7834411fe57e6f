"""Who signs documents, as the settings say; without a word from them, a sample authority of this installation."""

import asyncio
import datetime
from pathlib import Path

from pdf import sample_authority
from pdf.identity import Identity, Token
from pdf.press import NotPrinted, Press
from pdf.trust import Roots, only_certificates
from pdf.verifier import Verifier
from settings import Settings, SettingsError, kept

SAMPLE = "sample-signature.pem"


def press(settings: Settings, *, at: datetime.datetime) -> Press:
    """The press that signs so, not yet running. Raises SettingsError.

    A key that cannot sign is told now (which takes a second), not by the first certificate.
    """
    identity = load(settings, at=at)
    if settings.signing_certificates_file is not None:
        asyncio.run(_check(identity))
    return Press(identity, processes=settings.print_processes)


def verifier(settings: Settings, *, at: datetime.datetime) -> Verifier:
    """What verifies documents of this signatory, not yet running. Raises SettingsError."""
    certificates = load(settings, at=at).certificates
    is_sample = settings.signing_certificates_file is None
    roots = Roots(sample=certificates) if is_sample else Roots(trusted=certificates)
    return Verifier(roots, processes=settings.print_processes)


def load(settings: Settings, *, at: datetime.datetime) -> Identity:
    """The identity. With DATABASE_URL it must be configured. Raises SettingsError."""
    timestamp_url = settings.timestamp_url.get_secret_value() if settings.timestamp_url else None
    if settings.signing_certificates_file is None:
        if not settings.is_embedded:
            raise SettingsError(
                "SIGNING_CERTIFICATES_FILE: expected a file with certificates as PEM, the signer's first"
            )
        pem = kept(settings.data_dir / SAMPLE, lambda: sample_authority.make(at=at))
        return Identity(only_certificates(pem), pem, timestamp_url)
    certificates = only_certificates(_read("SIGNING_CERTIFICATES_FILE", settings.signing_certificates_file))
    return Identity(certificates, _key(settings), timestamp_url)


async def _check(identity: Identity) -> None:
    press = Press(identity, processes=1)
    try:
        await press.check()
    except NotPrinted as error:
        raise SettingsError(f"SIGNING_…: {error}") from None
    finally:
        await press.close()


def _key(settings: Settings) -> str | Token:
    module, token = settings.signing_pkcs11_module, settings.signing_pkcs11_token
    label, pin = settings.signing_pkcs11_label, settings.signing_pkcs11_pin
    if module is not None and token is not None and label is not None and pin is not None:
        return Token(str(module), token, label, pin.get_secret_value())
    if settings.signing_key_file is None:
        raise SettingsError("SIGNING_KEY_FILE: expected a file with a private key as PEM (or all of SIGNING_PKCS11_…)")
    return _read("SIGNING_KEY_FILE", settings.signing_key_file)


def _read(name: str, path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{name}: {path} cannot be read ({type(error).__name__})") from None
