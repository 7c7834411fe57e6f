"""Verifies the first signature of a document: its integrity, its signer and the trust in the signer.

It reads untrusted files: call it with uploads in a sandboxed process only.
"""

import datetime
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import parser
from asn1crypto.cms import ContentInfo
from asn1crypto.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from pdf.signing.synchronous_calls import run_synchronously
from pdf.signing.trust_anchors import Trust, TrustAnchors, valid_certificates


class NotVerifiable(Exception):
    """No PDF, not signed, or so damaged that its signature cannot be read."""


@dataclass(frozen=True)
class Verification:
    """The result for the first signature of a document."""

    signer: str
    """The common name in the signer's certificate; `trust` says how reliable it is."""
    claimed_at: datetime.datetime | None
    """The time of signing, as the signer claims."""
    stamped_at: datetime.datetime | None
    """The time of signing by a trusted time-stamp authority."""
    is_intact: bool
    """The signature matches the signer's key and these bytes."""
    covers_all: bool
    """The signature covers every byte of the document."""
    is_edited_later: bool
    """Bytes follow the signed revision."""
    trust: Trust


def verify(document: bytes, *, anchors: TrustAnchors, at: datetime.datetime) -> Verification:
    """Verify the first signature, without network access. Blocks for about 8 ms. Raises NotVerifiable.

    `at` is a time at which the document existed, as a party other than its signer knows: trust anchors and certificates
    have to be valid at that time. Without such knowledge, it is the present.
    """
    try:
        signature = next(iter(PdfFileReader(BytesIO(document)).embedded_signatures), None)
        verification = signature and _verified(signature, anchors, at)
    except Exception as error:  # a hostile document finds an unexpected error in every parser
        raise NotVerifiable(f"the document cannot be read: {type(error).__name__}") from error
    if verification is None:
        raise NotVerifiable("the document is not signed")
    return verification


def _verified(signature: EmbeddedPdfSignature, anchors: TrustAnchors, at: datetime.datetime) -> Verification:
    trusted, sample = _certificates(valid_certificates(anchors.trusted, at=at)), _certificates(anchors.sample)
    status = run_synchronously(
        async_validate_pdf_signature(
            signature,
            signer_validation_context=_context(trusted + sample, at),
            ts_validation_context=_context(_certificates(valid_certificates(anchors.timestamps, at=at)), at),
            skip_diff=True,
        )
    )
    covers_all = status.coverage is SignatureCoverageLevel.ENTIRE_FILE and _is_plain(signature)
    return Verification(
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        claimed_at=status.signer_reported_dt,
        stamped_at=_stamped_at(status),
        is_intact=status.intact and status.valid,
        covers_all=covers_all,
        is_edited_later=status.coverage < SignatureCoverageLevel.ENTIRE_FILE,
        trust=_trust(status, sample, at),
    )


def _context(anchors: list[Certificate], at: datetime.datetime) -> ValidationContext:
    return ValidationContext(trust_roots=anchors, moment=at, allow_fetching=False)


def _certificates(pem: str) -> list[Certificate]:
    """The authorities among the certificates; without any, the signers' own certificates."""
    certificates = list(load_certs_from_pemder_data(pem.encode())) if pem else []
    return [each for each in certificates if each.ca] or certificates


def _is_plain(signature: EmbeddedPdfSignature) -> bool:
    """Whether the bytes that no signature covers, its own envelope and the padding, are in canonical form."""
    contents = bytes(signature.pkcs7_content)
    end = parser.peek(contents)
    envelope = ContentInfo.load(contents[:end], strict=True)
    signed = envelope["content"]
    named = [each["algorithm"].native for each in signed["digest_algorithms"]]
    return (
        envelope.dump(force=True) == contents[:end]
        and not contents[end:].strip(b"\0")
        and (signed["version"].native, signature.signer_info["version"].native) == ("v1", "v1")
        and named == [signature.md_algorithm]
    )


def _stamped_at(status: PdfSignatureStatus) -> datetime.datetime | None:
    stamp = status.timestamp_validity
    return stamp.timestamp if stamp and stamp.intact and stamp.valid and stamp.trusted else None


def _trust(status: PdfSignatureStatus, sample: list[Certificate], at: datetime.datetime) -> Trust:
    own = status.signing_cert
    is_in_force = (
        own.not_valid_before <= at <= own.not_valid_after
    )  # not validated for certificates that are anchors themselves
    if not (is_in_force and status.trusted) or status.validation_path is None:
        return Trust.UNKNOWN
    return Trust.SAMPLE if status.validation_path.first in sample else Trust.TRUSTED
