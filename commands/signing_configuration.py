"""Who signs documents, as the settings say; without a word from them, a sample authority of this installation."""

import asyncio
import datetime
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from commands import data_folder
from models.numbering import JAPAN
from pdf.documents.renderer import Renderer, RenderError
from pdf.signing import sample_authority
from pdf.signing.identity import Pkcs11Key, SigningIdentity
from pdf.signing.signature_verifier import SignatureVerifier
from pdf.signing.trust_anchors import TrustAnchor, TrustAnchors, only_certificates
from pdf.workers.upload_pool import MIN_UPLOAD_PROCESSES
from settings import AnchorFile, Settings, SettingsError

SAMPLE = "sample-signature.pem"


def renderer(settings: Settings, *, at: datetime.datetime) -> Renderer:
    """The renderer with the configured identity, not yet started. Raises SettingsError.

    A key that cannot sign is told now (which takes a second), not by the first certificate.
    """
    identity = load(settings, at=at)
    if settings.signing_certificates_file is not None:
        asyncio.run(_check(identity))
    return Renderer(identity, processes=settings.print_processes)


def verifier(settings: Settings, *, at: datetime.datetime) -> SignatureVerifier:
    """What verifies documents of this signatory and of earlier ones, not yet running. Raises SettingsError.

    It gets certificates alone, and no key, since its processes read what strangers send.
    """
    own = _certificates("SIGNING_CERTIFICATES_FILE", load(settings, at=at).certificates)
    former = _anchors("SIGNING_ANCHORS", settings.signing_anchors)
    stamps = _anchors("TIMESTAMP_ANCHORS", settings.timestamp_anchors)
    if settings.signing_certificates_file is None:
        anchors = TrustAnchors(trusted=former, sample=own, timestamps=stamps)
    else:
        anchors = TrustAnchors(trusted=(TrustAnchor(own), *former), sample=_earlier_sample(settings), timestamps=stamps)
    return SignatureVerifier(anchors, processes=max(MIN_UPLOAD_PROCESSES, settings.print_processes))


def _earlier_sample(settings: Settings) -> str:
    """Of an installation that was tried out before it had a signer."""
    path = settings.data_dir / SAMPLE
    return _certificates(SAMPLE, _read(SAMPLE, path)) if path.exists() else ""


def _anchors(name: str, files: Sequence[AnchorFile]) -> tuple[TrustAnchor, ...]:
    return tuple(
        TrustAnchor(
            _certificates(name, _read(name, each.path), path=each.path),
            begins_at=each.first_day and _midnight(each.first_day),
            ends_at=each.last_day and _midnight(each.last_day + datetime.timedelta(days=1)),
        )
        for each in files
    )


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), JAPAN)


def _certificates(name: str, pem: str, *, path: Path | None = None) -> str:
    """Those of a text that may have keys too."""
    try:
        found = x509.load_pem_x509_certificates(pem.encode())
    except ValueError:
        where = "" if path is None else f"{path}: "
        raise SettingsError(f"{name}: {where}expected certificates as PEM") from None
    return b"".join(each.public_bytes(Encoding.PEM) for each in found).decode()


def load(settings: Settings, *, at: datetime.datetime) -> SigningIdentity:
    """The identity. With DATABASE_URL it must be configured. Raises SettingsError."""
    timestamp_url = settings.timestamp_url.get_secret_value() if settings.timestamp_url else None
    if settings.signing_certificates_file is None:
        if not settings.is_embedded:
            raise SettingsError(
                "SIGNING_CERTIFICATES_FILE: expected a file with certificates as PEM, the signer's first"
            )
        pem = data_folder.read_or_create(settings.data_dir / SAMPLE, lambda: sample_authority.make(at=at))
        return SigningIdentity(only_certificates(pem), pem, timestamp_url)
    certificates = only_certificates(_read("SIGNING_CERTIFICATES_FILE", settings.signing_certificates_file))
    return SigningIdentity(certificates, _key(settings), timestamp_url)


async def _check(identity: SigningIdentity) -> None:
    renderer = Renderer(identity, processes=1)
    try:
        await renderer.check()
    except RenderError as error:
        raise SettingsError(f"SIGNING_…: {error}") from None
    finally:
        await renderer.close()


def _key(settings: Settings) -> str | Pkcs11Key:
    module, token = settings.signing_pkcs11_module, settings.signing_pkcs11_token
    label, pin = settings.signing_pkcs11_label, settings.signing_pkcs11_pin
    if module is not None and token is not None and label is not None and pin is not None:
        return Pkcs11Key(str(module), token, label, pin.get_secret_value())
    if settings.signing_key_file is None:
        raise SettingsError("SIGNING_KEY_FILE: expected a file with a private key as PEM (or all of SIGNING_PKCS11_…)")
    return _read("SIGNING_KEY_FILE", settings.signing_key_file)


def _read(name: str, path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{name}: {path} cannot be read ({type(error).__name__})") from None
