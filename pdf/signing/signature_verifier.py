"""Verifies the signatures of uploaded documents in child processes; what they do stands in verifying.py."""

import datetime
import json
import pickle
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pdf.signing.trust_anchors import Roots, Trust
from pdf.upload_refusals import NotRead, Reason
from pdf.workers.upload_pool import Uploads

PREFACE = struct.Struct(">dI")
"""What stands before a document: as of when it is verified, in seconds since 1970, and how many bytes were signed."""


class Addition(StrEnum):
    """What may stand behind a signed document without changing it."""

    TIME_STAMP = "TIME_STAMP"
    VALIDATION_DATA = "VALIDATION_DATA"
    WHITE_SPACE = "WHITE_SPACE"


@dataclass(frozen=True)
class Signature:
    """What the first signature of a document says."""

    is_whole: bool
    """It belongs to the signer's key and speaks for every byte that was signed."""
    additions: tuple[Addition, ...] | None
    """What stands behind those bytes; None for anything that changes the document."""
    signed_at: datetime.datetime | None
    """By a believed time-stamp authority, otherwise as the signer says."""
    trust: Trust


class Verifier:
    """Up to `processes` documents are verified at a time."""

    def __init__(self, roots: Roots, *, processes: int) -> None:
        self.roots = roots
        """Who is believed."""
        self._uploads = Uploads("pdf.signing.signature_worker", processes=processes, greeting=pickle.dumps(roots))

    async def verify(
        self, document: bytes, *, sender: str, at: datetime.datetime, length: int | None = None
    ) -> Signature:
        """The first signature, as of `at`, a moment at which somebody else than the signer knew the document.

        `length` is how many bytes of it were signed, as somebody knows who has them; otherwise all. `sender` tells
        apart who sends files. Raises NotRead; DAMAGED when there is no signature that can be read.
        """
        preface = PREFACE.pack(at.timestamp(), len(document) if length is None else length)
        answer = await self._uploads.ask(document, sender=sender, preface=preface)
        try:
            return _signature(json.loads(answer))
        except (ValueError, TypeError, OverflowError, OSError):
            raise NotRead(Reason.NOT_EXAMINED) from None

    async def start(self) -> None:
        """Have the children ready, so that the first document is not slower. Raises NoAnswer."""
        await self._uploads.start()

    async def close(self) -> None:
        """End the children."""
        await self._uploads.close()


def _signature(answer: Any) -> Signature:
    """Raises ValueError, TypeError, OverflowError or OSError for an answer of another shape."""
    is_whole, additions, signed_at, trust = answer
    moment = None if signed_at is None else datetime.datetime.fromtimestamp(signed_at, datetime.UTC)
    found = None if additions is None else tuple(Addition(each) for each in additions)
    return Signature(is_whole is True, found, moment, Trust(trust))
