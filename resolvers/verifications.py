"""The offline check: whether a certificate's PDF is genuine, unaltered and current, for anyone who holds the file."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from models.certificate import Certificate, CertificateStatus
from models.document import Document, DocumentKind
from models.errors import FileNotExamined, TooManyAttempts
from pdf.refusals import NotRead, Reason
from pdf.trust import Trust
from pdf.verifier import Addition, Signature, Verifier
from security.digests import revisions
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
    """Who vouches for the signer, as of when the register got the document."""
    additions: tuple[Addition, ...] | None = None
    """What was added to the file later without changing the document."""


class Issued(NamedTuple):
    """A certificate's PDF that stands in the register."""

    version: Certificate
    length: int
    since: datetime.datetime


async def verify(
    document: bytes, *, verifier: Verifier, address: str, throttle: Throttle, at: datetime.datetime
) -> Finding:
    """What is to be thought of a PDF.

    The register decides what is genuine: it knows the SHA-256 of every certificate as it was signed, with which such a
    file begins, and since when. So nobody has to be believed about the time of a signature. What stands behind it is
    what archives add, or it is altered.

    Raises FileNotExamined, and TooManyAttempts for who sends many files that are not genuine.
    """
    lengths = await revisions(document)
    *_, sha256 = lengths
    try:
        async with throttle.attempt("verifyDocument", address, sha256.hex()) as attempt:
            try:
                finding = await _finding(document, lengths, verifier, address, at)
            except FileNotExamined:
                attempt.fail()
                raise
            if finding.verdict is not Verdict.GENUINE:
                attempt.fail()
    except Exhausted as error:
        raise TooManyAttempts(error.retry_after) from None
    return finding


async def _finding(
    document: bytes, lengths: Mapping[bytes, int], verifier: Verifier, address: str, at: datetime.datetime
) -> Finding:
    issued = await _issued(lengths)
    if issued is None:
        signature = await _signature(document, verifier, address, at, len(document))
        return Finding(Verdict.UNCONFIRMED if signature is None or signature.is_whole else Verdict.ALTERED)
    signature = await _signature(document, verifier, address, issued.since, issued.length)
    if signature is None:
        return Finding(Verdict.UNCONFIRMED)
    if not signature.is_whole or signature.additions is None:
        return Finding(Verdict.ALTERED)
    name, status = issued.version.surety_name, issued.version.status
    return Finding(Verdict.GENUINE, name, signature.signed_at, status, signature.trust, signature.additions)


async def _signature(
    document: bytes, verifier: Verifier, address: str, at: datetime.datetime, length: int
) -> Signature | None:
    try:
        return await verifier.verify(document, sender=address, at=at, length=length)
    except NotRead as refused:
        if refused.reason in NOTHING_TO_VERIFY:
            return None
        raise FileNotExamined(refused.retry_after) from None


async def _issued(lengths: Mapping[bytes, int]) -> Issued | None:
    """The certificate's PDF with which the file begins."""
    found = Document.filter(kind=DocumentKind.CERTIFICATE, sha256__in=list(lengths)).select_related("certificate")
    document = await found.first()
    if document is None:
        return None
    version, sha256, since = document.certificate, document.sha256, document.made_at
    assert version is not None and sha256 is not None and since is not None  # noqa: S101, PT018 -- the database says so
    return Issued(version, lengths[bytes(sha256)], since)
