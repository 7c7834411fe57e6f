"""Verifies the signatures of uploaded documents, in worker processes (signature_worker.py)."""

import datetime
import json
import pickle
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pdf.signing.trust_anchors import Trust, TrustAnchors
from pdf.upload_refusals import Reason, UploadRefused
from pdf.workers.upload_limits import UploadLimits
from pdf.workers.upload_pool import UploadPool

REQUEST_HEADER = struct.Struct(">dI")
"""Prefixed to a document: the time of verification in seconds since 1970, and how many bytes were signed."""


class Addition(StrEnum):
    """What may follow a signed document without changing it."""

    TIME_STAMP = "TIME_STAMP"
    VALIDATION_DATA = "VALIDATION_DATA"
    WHITE_SPACE = "WHITE_SPACE"


@dataclass(frozen=True)
class SignatureReport:
    """The result for the first signature of a document."""

    is_whole: bool
    """The signature matches the signer's key and covers every byte of the signed revision."""
    additions: tuple[Addition, ...] | None
    """The additions after that revision; None for any that change the document."""
    signed_at: datetime.datetime | None
    """By a trusted time-stamp authority, otherwise as the signer claims."""
    trust: Trust


class SignatureVerifier:
    """Verifies up to `processes` documents at a time."""

    def __init__(self, anchors: TrustAnchors, *, processes: int, limits: UploadLimits | None = None) -> None:
        self.anchors = anchors
        """Of signers and time-stamp authorities."""
        self._pool = UploadPool(
            "pdf.signing.signature_worker", processes=processes, init_message=pickle.dumps(anchors), limits=limits
        )

    async def verify(
        self, document: bytes, *, sender: str, at: datetime.datetime, length: int | None = None
    ) -> SignatureReport:
        """Report on the first signature as of `at`, a time at which a party other than the signer had the document.

        `length` is the length of the signed revision, if it is known; otherwise the whole document. `sender` identifies
        who sends files. Raises UploadRefused; DAMAGED when there is no signature that can be read.
        """
        header = REQUEST_HEADER.pack(at.timestamp(), len(document) if length is None else length)
        response = await self._pool.request(document, sender=sender, header=header)
        try:
            return _parse_report(json.loads(response))
        except (ValueError, TypeError, OverflowError, OSError):
            raise UploadRefused(Reason.NOT_EXAMINED) from None

    async def start(self) -> None:
        """Start the workers, so that the first document is not slower. Raises WorkerFailure."""
        await self._pool.start()

    async def close(self) -> None:
        """End the workers."""
        await self._pool.close()


def _parse_report(response: Any) -> SignatureReport:
    """Raises ValueError, TypeError, OverflowError or OSError for a response of another shape."""
    is_whole, additions, signed_at, trust = response
    signed_at_time = None if signed_at is None else datetime.datetime.fromtimestamp(signed_at, datetime.UTC)
    found = None if additions is None else tuple(Addition(each) for each in additions)
    return SignatureReport(is_whole is True, found, signed_at_time, Trust(trust))
