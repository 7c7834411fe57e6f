"""Reads uploaded key notices, in worker processes."""

from pdf.documents.notice_attachment import InvalidAttachment, KeyNotice
from pdf.upload_refusals import Reason, UploadRefused
from pdf.workers.upload_limits import UploadLimits
from pdf.workers.upload_pool import UploadPool


class NoticeReader:
    """Reads up to `processes` files at a time."""

    def __init__(self, *, processes: int, limits: UploadLimits | None = None) -> None:
        self._pool = UploadPool("pdf.reading.notice_worker", processes=processes, limits=limits, trusts_accepted=True)

    async def start(self) -> None:
        """Start the workers, so that the first upload is not slower. Raises WorkerFailure."""
        await self._pool.start()

    async def close(self) -> None:
        """End the workers."""
        await self._pool.close()

    async def read(self, document: bytes, *, sender: str) -> KeyNotice:
        """The content of a key notice; `sender` identifies who sends files. Raises UploadRefused.

        Whether number and key belong together is for the caller to check.
        """
        response = await self._pool.request(document, sender=sender)
        try:
            return KeyNotice.from_json(response)
        except (InvalidAttachment, ValueError):
            raise UploadRefused(Reason.NOT_EXAMINED) from None
