"""The offline check: whether a certificate's PDF is genuine, unaltered and current, for anyone who holds the file."""

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum

from models.certificate import Certificate, CertificateStatus
from models.document import Document, DocumentKind
from models.errors import FileNotExamined, TooManyAttempts
from models.kinds import Medium
from models.validity import Validity, validity
from pdf.refusals import NotRead, Reason
from pdf.trust import Trust
from pdf.verifier import Signature, Verifier
from resolvers.conditions import matching
from security.digests import digest
from security.throttle import Exhausted, Throttle

NOTHING_TO_VERIFY = frozenset({Reason.NOT_A_PDF, Reason.DAMAGED, Reason.TOO_LARGE})
"""Such a file may be anything, but no certificate of ours as it was issued."""


CERTIFICATES = (DocumentKind.CERTIFICATE, DocumentKind.CERTIFICATE_COPY)


class Verdict(StrEnum):
    """What the check found."""

    GENUINE = "GENUINE"
    ALTERED = "ALTERED"
    UNCONFIRMED = "UNCONFIRMED"
    COPY = "COPY"


NOT_OURS = frozenset({Verdict.ALTERED, Verdict.UNCONFIRMED})
"""Verdicts on what nobody has got from here as it is."""


@dataclass(frozen=True)
class Finding:
    """The verdict; everything else only of what was issued here, and nothing that does not stand in the file."""

    verdict: Verdict
    issuer: str | None = None
    """The surety as the certificate names it."""
    signed_at: datetime.datetime | None = None
    """None of what is not signed."""
    status: CertificateStatus | None = None
    """What has become of the version."""
    validity: Validity | None = None
    """Whether it counts now."""
    trust: Trust | None = None
    """Who vouches for the signer as of now; None of what is not signed."""


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
                finding = await _finding(sha256, await _signature(document, verifier, address, at), at)
            except FileNotExamined:
                attempt.fail()
                raise
            if finding.verdict in NOT_OURS:
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


async def _finding(sha256: bytes, signature: Signature | None, at: datetime.datetime) -> Finding:
    if signature is not None and not signature.is_whole:
        return Finding(Verdict.ALTERED)
    version = await _certificate(sha256)
    if version is None:
        return Finding(Verdict.UNCONFIRMED)
    is_copy = version.medium is Medium.PAPER  # also one that was signed, as all were once
    finding = Finding(
        Verdict.COPY if is_copy else Verdict.GENUINE,
        version.surety_name,
        status=version.status,
        validity=validity(version, version.guarantee, at=at),
    )
    if signature is None:
        return finding if is_copy else Finding(Verdict.UNCONFIRMED)
    return replace(finding, signed_at=signature.signed_at, trust=signature.trust)


async def _certificate(sha256: bytes) -> Certificate | None:
    """The version whose PDF, or whose copy, has this SHA-256, with its guarantee."""
    found = Document.filter(matching({"kind__in": CERTIFICATES, "sha256": sha256}))
    document = await found.select_related("certificate__guarantee").first()
    return document and document.certificate
