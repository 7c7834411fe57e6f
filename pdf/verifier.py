"""Verifies the signatures of uploaded documents in child processes; what they do stands in verifying.py."""

import datetime
import json
import pickle
import struct
from dataclasses import dataclass

from pdf.refusals import NotRead, Reason
from pdf.trust import Roots, Trust
from pdf.uploads import Uploads

MOMENT = struct.Struct(">d")
"""What stands before a document: as of when it is verified, in seconds since 1970."""


@dataclass(frozen=True)
class Signature:
    """What the first signature of a document says."""

    is_whole: bool
    """It belongs to the signer's key and speaks for every byte of the document."""
    signed_at: datetime.datetime | None
    """By a believed time-stamp authority, otherwise as the signer says."""
    trust: Trust


class Verifier:
    """Up to `processes` documents are verified at a time."""

    def __init__(self, roots: Roots, *, processes: int) -> None:
        self._uploads = Uploads("pdf.verifying", processes=processes, greeting=pickle.dumps(roots))

    async def verify(self, document: bytes, *, sender: str, at: datetime.datetime) -> Signature:
        """The first signature, as of `at`; `sender` tells apart who sends files.

        Raises NotRead; DAMAGED when there is no signature that can be read.
        """
        answer = await self._uploads.ask(document, sender=sender, preface=MOMENT.pack(at.timestamp()))
        try:
            is_whole, signed_at, trust = json.loads(answer)
            moment = None if signed_at is None else datetime.datetime.fromtimestamp(signed_at, datetime.UTC)
            return Signature(is_whole is True, moment, Trust(trust))
        except (ValueError, TypeError, OverflowError, OSError):
            raise NotRead(Reason.NOT_EXAMINED) from None

    async def start(self) -> None:
        """Have the children ready, so that the first document is not slower. Raises NoAnswer."""
        await self._uploads.start()

    async def close(self) -> None:
        """End the children."""
        await self._uploads.close()
