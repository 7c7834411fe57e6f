"""The offline check: whether a certificate's PDF is genuine, unaltered and current, for anyone who holds the file."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from models.certificate import Certificate, CertificateStatus
from models.document import Document, DocumentKind
from models.errors import FileNotExamined, TooManyAttempts
from pdf.refusals import NotRead, Reason
from pdf.trust import Trust
from pdf.verifier import Signature, Verifier
from security.digests import digest
from security.throttle import Exhausted, Throttle

NOTHING_TO_VERIFY = frozenset({Reason.NOT_A_PDF, Reason.DAMAGED, Reason.TOO_LARGE})
"""Such a file may be anything, but no certificate of ours as it was issued."""


class Verdict(StrEnum):
    """What the check found."""

    GENUINE = "GENUINE"
    ALTERED = "ALTERED"
    UNCONFIRMED = "UNCONFIRMED"


@dataclass(frozen=True)
class Finding:
    """The verdict; everything else only of a genuine certificate, and nothing that does not stand in the file."""

    verdict: Verdict
    issuer: str | None = None
    """The surety as the certificate names it."""
    signed_at: datetime.datetime | None = None
    status: CertificateStatus | None = None
    """Whether it is the version that holds."""
    trust: Trust | None = None
    """Who vouches for the signer as of now."""


async def verify(
    document: bytes, *, verifier: Verifier, address: str, throttle: Throttle, at: datetime.datetime
) -> Finding:
    """What is to be thought of a PDF. The register decides what is genuine, the signature what was altered.

    Raises FileNotExamined, and TooManyAttempts for who sends many files that are not genuine.
    """
    sha256 = await digest(document)
    try:
        async with throttle.attempt("verifyDocument", address, sha256.hex()) as attempt:
            try:
                finding = await _finding(sha256, await _signature(document, verifier, address, at))
            except FileNotExamined as refused:
                if refused.retry_after is None:  # it was the file's fault, not that others came first
                    attempt.fail()
                raise
            if finding.verdict is not Verdict.GENUINE:
                attempt.fail()
    except Exhausted as error:
        raise TooManyAttempts(error.retry_after) from None
    return finding


async def _signature(document: bytes, verifier: Verifier, address: str, at: datetime.datetime) -> Signature | None:
    try:
        return await verifier.verify(document, sender=address, at=at)
    except NotRead as refused:
        if refused.reason in NOTHING_TO_VERIFY:
            return None
        raise FileNotExamined(refused.retry_after) from None


async def _finding(sha256: bytes, signature: Signature | None) -> Finding:
    if signature is None:
        return Finding(Verdict.UNCONFIRMED)
    if not signature.is_whole:
        return Finding(Verdict.ALTERED)
    version = await _certificate(sha256)
    if version is None:
        return Finding(Verdict.UNCONFIRMED)
    return Finding(Verdict.GENUINE, version.surety_name, signature.signed_at, version.status, signature.trust)


async def _certificate(sha256: bytes) -> Certificate | None:
    """The version whose PDF has this SHA-256."""
    found = Document.filter(kind=DocumentKind.CERTIFICATE, sha256=sha256).select_related("certificate")
    document = await found.first()
    return document and document.certificate
