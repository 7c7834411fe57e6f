"""The offline check: whether a certificate's PDF is genuine, unaltered and current, for anyone who holds the file."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from models.certificate import Certificate, CertificateStatus
from models.document import Document, DocumentKind
from models.enums import Medium
from models.errors import FileNotExamined
from models.validity import Validity, validity
from pdf.signing.signature_verifier import Addition, SignatureReport, SignatureVerifier
from pdf.signing.trust_anchors import Trust
from pdf.upload_refusals import Reason, UploadRefused
from resolvers import limited_attempts
from resolvers.conditions import matching
from security.digests import revisions
from security.rate_limit_keys import source_of
from security.throttle import Throttle

NOTHING_TO_VERIFY = frozenset({Reason.NOT_A_PDF, Reason.DAMAGED, Reason.TOO_LARGE})
"""The file is not a certificate of ours as issued."""


CERTIFICATES = (DocumentKind.CERTIFICATE, DocumentKind.CERTIFICATE_COPY)


class Verdict(StrEnum):
    """What the check found."""

    GENUINE = "GENUINE"
    ALTERED = "ALTERED"
    UNCONFIRMED = "UNCONFIRMED"
    COPY = "COPY"


NOT_OURS = frozenset({Verdict.ALTERED, Verdict.UNCONFIRMED})
"""Verdicts on files that were not issued in this form."""


@dataclass(frozen=True)
class Finding:
    """The verdict; the other fields only for issued documents, and only with information that the file itself has."""

    verdict: Verdict
    issuer: str | None = None
    """The surety's name on the certificate."""
    number: str | None = None
    """保証契約番号, as on the certificate."""
    signed_at: datetime.datetime | None = None
    """None for unsigned documents."""
    status: CertificateStatus | None = None
    """The current status of the version."""
    validity: Validity | None = None
    """Whether it is valid now."""
    trust: Trust | None = None
    """The issuer of the signer's certificate, as of the registration of the document; None for unsigned documents."""
    additions: tuple[Addition, ...] | None = None
    """Later additions to the file that do not change the document."""


class Issued(NamedTuple):
    """A certificate's PDF in the register."""

    version: Certificate
    length: int
    since: datetime.datetime


async def verify(
    document: bytes, *, verifier: SignatureVerifier, address: str, throttle: Throttle, at: datetime.datetime
) -> Finding:
    """The verdict on a PDF.

    The register decides what is genuine: it has the SHA-256 of every signed certificate, which a genuine file begins
    with, and its time. So the time of a signature need not be trusted. Bytes behind the certificate are either
    additions of archives, or an alteration.

    Raises FileNotExamined, and TooManyAttempts after many files that are not genuine.
    """
    lengths = await revisions(document)
    *_, sha256 = lengths
    async with limited_attempts.attempt(throttle, "verifyDocument", address, sha256.hex()) as attempt:
        try:
            finding = await _finding(document, lengths, verifier, address, at)
        except FileNotExamined as refused:
            if refused.retry_after is None:  # the file is at fault, not the load
                attempt.fail()
            raise
        if finding.verdict in NOT_OURS:
            attempt.fail()
    return finding


async def _finding(
    document: bytes, lengths: Mapping[bytes, int], verifier: SignatureVerifier, address: str, at: datetime.datetime
) -> Finding:
    issued = await _issued(lengths)
    if issued is None:
        signature = await _signature(document, verifier, address, at, len(document))
        return Finding(Verdict.UNCONFIRMED if signature is None or signature.is_whole else Verdict.ALTERED)
    signature = await _signature(document, verifier, address, issued.since, issued.length)
    is_copy = issued.version.medium is Medium.PAPER  # also for one that was signed, as all were once
    if signature is None:
        is_whole = not document[issued.length :].strip()
        return _told(issued.version, Verdict.COPY, at) if is_copy and is_whole else Finding(Verdict.UNCONFIRMED)
    if not signature.is_whole or signature.additions is None:
        return Finding(Verdict.ALTERED)
    finding = _told(issued.version, Verdict.COPY if is_copy else Verdict.GENUINE, at)
    return replace(finding, signed_at=signature.signed_at, trust=signature.trust, additions=signature.additions)


def _told(version: Certificate, verdict: Verdict, at: datetime.datetime) -> Finding:
    return Finding(
        verdict,
        version.surety_name,
        version.guarantee_number,
        status=version.status,
        validity=validity(version, version.guarantee, at=at),
    )


async def _signature(
    document: bytes, verifier: SignatureVerifier, address: str, at: datetime.datetime, length: int
) -> SignatureReport | None:
    try:
        return await verifier.verify(document, sender=source_of(address), at=at, length=length)
    except UploadRefused as refused:
        if refused.reason in NOTHING_TO_VERIFY:
            return None
        raise FileNotExamined(refused.retry_after) from None


async def _issued(lengths: Mapping[bytes, int]) -> Issued | None:
    """The certificate's PDF, or the copy of a paper one, that the file begins with."""
    where = matching({"kind__in": CERTIFICATES, "sha256__in": list(lengths)})
    document = await Document.filter(where).select_related("certificate__guarantee").first()
    if document is None:
        return None
    version, sha256, since = document.certificate, document.sha256, document.made_at
    assert version is not None and sha256 is not None and since is not None  # noqa: S101, PT018 -- a database constraint
    return Issued(version, lengths[bytes(sha256)], since)
