"""Whether a document is as it was signed, by whom, and whether anybody vouches for the signer.

Reads what strangers send: whoever calls this with uploads does so in a process that may be killed.
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

from pdf.signing.trust_anchors import Roots, Trust, counting
from pdf.signing.without_waiting import at_once


class NotVerifiable(Exception):
    """No PDF, not signed, or so damaged that its signature cannot be read."""


@dataclass(frozen=True)
class Verification:
    """What the first signature of a document says."""

    signer: str
    """The common name in the signer's certificate; to be believed as far as `trust` goes."""
    claimed_at: datetime.datetime | None
    """When the signer says that it signed."""
    stamped_at: datetime.datetime | None
    """When a believed time-stamp authority has seen the signature."""
    is_intact: bool
    """The signature belongs to the signer's key and to these bytes."""
    covers_all: bool
    """There is no byte of the document that the signature does not speak for."""
    is_edited_later: bool
    """Something stands behind what was signed."""
    trust: Trust

    @property
    def is_genuine(self) -> bool:
        """Whether it is, byte for byte, what a believed signer has signed."""
        return self.is_intact and self.covers_all and self.trust is Trust.TRUSTED


def verify(document: bytes, *, roots: Roots, at: datetime.datetime) -> Verification:
    """Check the first signature; asks nobody over the network. Blocks for about 8 ms. Raises NotVerifiable.

    `at` is a moment at which the document existed, by the word of somebody else than its signer: who counted then and
    had a certificate that lasted, is believed. Where nobody knows of such a moment, it is now.
    """
    try:
        signature = next(iter(PdfFileReader(BytesIO(document)).embedded_signatures), None)
        verification = signature and _verified(signature, roots, at)
    except Exception as error:  # a hostile document finds an unexpected error in every parser
        raise NotVerifiable(f"the document cannot be read: {type(error).__name__}") from error
    if verification is None:
        raise NotVerifiable("the document is not signed")
    return verification


def _verified(signature: EmbeddedPdfSignature, roots: Roots, at: datetime.datetime) -> Verification:
    trusted, sample = _certificates(counting(roots.trusted, at=at)), _certificates(roots.sample)
    status = at_once(
        async_validate_pdf_signature(
            signature,
            signer_validation_context=_context(trusted + sample, at),
            ts_validation_context=_context(_certificates(counting(roots.timestamps, at=at)), at),
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


def _context(roots: list[Certificate], at: datetime.datetime) -> ValidationContext:
    return ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)


def _certificates(pem: str) -> list[Certificate]:
    """The authorities among them; where there are none, the signers themselves are believed."""
    certificates = list(load_certs_from_pemder_data(pem.encode())) if pem else []
    return [each for each in certificates if each.ca] or certificates


def _is_plain(signature: EmbeddedPdfSignature) -> bool:
    """Whether what no signature speaks for, its own envelope and the zeros behind it, is as signers write it."""
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
    lasts = own.not_valid_before <= at <= own.not_valid_after  # nobody looks at that of who needs no other's word
    if not (lasts and status.trusted) or status.validation_path is None:
        return Trust.UNKNOWN
    return Trust.SAMPLE if status.validation_path.first in sample else Trust.TRUSTED
