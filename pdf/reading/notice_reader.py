"""Reads uploaded key notices, in child processes."""

from pdf.documents.notice_attachment import InvalidData, KeyNotice
from pdf.upload_refusals import NotRead, Reason
from pdf.workers.upload_pool import Uploads


class NoticeReader:
    """Up to `processes` files are examined at a time."""

    def __init__(self, *, processes: int) -> None:
        self._uploads = Uploads("pdf.reading.notice_worker", processes=processes)

    async def start(self) -> None:
        """Have the children ready, so that the first upload is not slower. Raises NoAnswer."""
        await self._uploads.start()

    async def close(self) -> None:
        """End the children."""
        await self._uploads.close()

    async def read(self, document: bytes, *, sender: str) -> KeyNotice:
        """What a key notice says; `sender` tells apart who sends files. Raises NotRead.

        Whether its number and key belong together, only the register knows.
        """
        answer = await self._uploads.ask(document, sender=sender)
        try:
            return KeyNotice.from_json(answer)
        except (InvalidData, ValueError):
            raise NotRead(Reason.NOT_EXAMINED) from None
