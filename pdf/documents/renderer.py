"""Renders documents in worker processes (render_worker.py), so that they never block the server's event loop.

This side imports neither borb nor pyHanko.
"""

import pickle
import traceback
from pathlib import Path

from pdf.documents.claim_receipt_data import ClaimReceiptData
from pdf.documents.document_data import (
    CertificateData,
    FeeStatementData,
    KeyNoticeData,
    MonthlyBillData,
)
from pdf.signing.data_request import SignedDataRequest
from pdf.signing.identity import SigningIdentity
from pdf.workers.worker_pool import PoolBusy, WorkerFailure, WorkerPool

DocumentData = CertificateData | KeyNoticeData | FeeStatementData | MonthlyBillData | ClaimReceiptData

RENDER_TIMEOUT = 30
"""Seconds in which a document is rendered."""
WORKER_MODULE = "pdf.documents.render_worker"
RENDERED, FAILED = b"\0", b"\1"


class RenderError(Exception):
    """A document that could not be rendered; the message gives the cause without the document's contents."""


class Renderer:
    """Up to `processes` render workers, started when they are needed; `render_timeout` is in seconds."""

    def __init__(self, identity: SigningIdentity, *, processes: int, render_timeout: float = RENDER_TIMEOUT) -> None:
        self._render_timeout = render_timeout
        self._workers = WorkerPool(WORKER_MODULE, processes=processes, init_message=pickle.dumps(identity))

    async def render(self, data: DocumentData, *, source: str = "") -> bytes:
        """The document as a PDF; certificates that are not for paper are signed. Raises RenderError.

        Sources take turns. The caller limits the number of requests.
        """
        return await self._request(pickle.dumps(data), source)

    async def sign(self, content: bytes) -> bytes:
        """The bytes in a signed envelope (CMS, pdf/signing/signed_data.py). Raises RenderError."""
        return await self._request(pickle.dumps(SignedDataRequest(content)), "")

    async def check(self) -> None:
        """Raises RenderError when the identity cannot sign."""
        await self._request(pickle.dumps(None), "")

    async def close(self) -> None:
        """End all workers."""
        await self._workers.close()

    async def _request(self, job: bytes, source: str) -> bytes:
        try:
            response = await self._workers.request(job, source=source, response_timeout=self._render_timeout)
        except PoolBusy:
            raise RenderError("too many documents wait for a render worker") from None
        except WorkerFailure as error:
            raise RenderError(f"the render worker gave no response: {error}") from None
        if response[:1] == FAILED:
            raise RenderError(response[1:].decode())
        return response[1:]


def describe_error(error: BaseException) -> str:
    """The type of an error and where it was raised: its message may repeat contents of a document, such as a key."""
    *_, place = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
