"""Signed data that is no PDF: CMS with the data in it (RFC 5652), time-stamped where documents are."""

import datetime
from dataclasses import dataclass
from typing import Any

from asn1crypto.cms import ContentInfo
from asn1crypto.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.status import StandardCMSSignatureStatus
from pyhanko_certvalidator import ValidationContext

from pdf.signing.synchronous_calls import run_synchronously
from pdf.signing.trust_anchors import Trust, TrustAnchors, valid_certificates


class NotSignedData(Exception):
    """The bytes are no signed data, or the signature does not match."""


@dataclass(frozen=True)
class SignedData:
    """Data whose signature matches."""

    content: bytes
    signer: str
    """The common name in the signer's certificate; `trust` says how reliable it is."""
    stamped_at: datetime.datetime | None
    """By a trusted time-stamp authority."""
    trust: Trust


def read(signed: bytes, *, anchors: TrustAnchors, at: datetime.datetime) -> SignedData:
    """The data, if its signature matches. Raises NotSignedData.

    The signer's certificates are those of the trusted time stamp: without one, of `at`.
    """
    found = _read(signed, anchors, signed_at=at, at=at)
    return found if found.stamped_at is None else _read(signed, anchors, signed_at=found.stamped_at, at=at)


def _read(signed: bytes, anchors: TrustAnchors, *, signed_at: datetime.datetime, at: datetime.datetime) -> SignedData:
    signers = anchors.sample, valid_certificates(anchors.trusted, at=signed_at)
    try:
        envelope: Any = ContentInfo.load(signed, strict=True)["content"]
        content = bytes(envelope["encap_content_info"]["content"].native)
        envelope["encap_content_info"] = {"content_type": "data"}
        status = run_synchronously(
            # The function for detached signatures, given the content apart, is the one that reads time stamps too.
            async_validate_detached_cms(
                content,
                envelope,
                signer_validation_context=_context(*signers, at=signed_at),
                ts_validation_context=_context(valid_certificates(anchors.timestamps, at=at), at=at),
            )
        )
    except Exception as error:  # a damaged file finds an unexpected error in every parser
        raise NotSignedData(type(error).__name__) from error
    if not (status.intact and status.valid):
        raise NotSignedData("the signature does not match")
    stamp = status.timestamp_validity
    return SignedData(
        content=content,
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        stamped_at=stamp.timestamp if stamp and stamp.intact and stamp.valid and stamp.trusted else None,
        trust=_trust(status, anchors),
    )


def _trust(status: StandardCMSSignatureStatus, anchors: TrustAnchors) -> Trust:
    path = status.validation_path
    if not status.trusted or path is None or path.first is None:
        return Trust.UNKNOWN
    sample = [each.dump() for each in _certificates(anchors.sample)]
    return Trust.SAMPLE if path.first.dump() in sample else Trust.TRUSTED


def _certificates(pem: str) -> list[Certificate]:
    """The authorities among the certificates; without any, the signers' own certificates."""
    certificates = list(load_certs_from_pemder_data(pem.encode())) if pem else []
    return [each for each in certificates if each.ca] or certificates


def _context(*pems: str, at: datetime.datetime) -> ValidationContext:
    roots = [each for pem in pems for each in _certificates(pem)]
    return ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)
