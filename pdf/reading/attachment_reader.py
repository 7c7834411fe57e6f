"""Examines attachments of applications, in worker processes (attachment_worker.py)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pdf.upload_refusals import Reason, UploadRefused
from pdf.workers.upload_limits import UploadLimits
from pdf.workers.upload_pool import MAX_UPLOAD_BYTES, PDF_HEADER, UploadPool

LIMITS = UploadLimits(wall_seconds=5, cpu_seconds=4, max_memory=512 * 2**20, max_response_bytes=MAX_UPLOAD_BYTES + 1)
"""Decoding, turning and encoding the largest image takes 1 s and 380 MiB."""


class FileType(StrEnum):
    """What an attachment may be, by its content."""

    PDF = "PDF"
    PNG = "PNG"
    JPEG = "JPEG"


HEADERS: Mapping[FileType, bytes] = {
    FileType.PDF: PDF_HEADER,
    FileType.PNG: b"\x89PNG\r\n\x1a\n",
    FileType.JPEG: b"\xff\xd8\xff",
}


@dataclass(frozen=True)
class ExaminedFile:
    """A file that may be handed on, and what it is."""

    type: FileType
    content: bytes


class AttachmentReader:
    """Examines up to `processes` files at a time. Its workers start when they are first needed."""

    def __init__(self, *, processes: int, limits: UploadLimits = LIMITS) -> None:
        self._pool = UploadPool(
            "pdf.reading.attachment_worker",
            processes=processes,
            limits=limits,
            headers=tuple(HEADERS.values()),
            otherwise=Reason.OTHER_TYPE,
        )

    async def start(self) -> None:
        """Start the workers, so that the first file is not slower. Raises WorkerFailure."""
        await self._pool.start()

    async def close(self) -> None:
        """End the workers."""
        await self._pool.close()

    async def examine(self, file: bytes, *, sender: str) -> ExaminedFile:
        """The file as it may be handed on: a PDF as it is, an image drawn anew. Raises UploadRefused.

        `sender` identifies who sends files.
        """
        if not file:
            raise UploadRefused(Reason.EMPTY)
        content = await self._pool.request(file, sender=sender) or file
        given, found = _type_of(file), _type_of(content)
        if given is None or found is not given or len(content) > MAX_UPLOAD_BYTES:
            raise UploadRefused(Reason.NOT_EXAMINED)
        return ExaminedFile(given, content)


def _type_of(content: bytes) -> FileType | None:
    return next((type_ for type_, header in HEADERS.items() if content.startswith(header)), None)
