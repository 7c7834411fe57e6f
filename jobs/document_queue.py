"""The queue of documents."""

from collections.abc import Callable
from dataclasses import dataclass

from jobs.consumers import Clock, Queue
from models.document import Document
from resolvers.document_services import Archive
from resolvers.documents import render_documents


@dataclass(frozen=True)
class Documents:
    """Makes documents."""

    archive: Archive
    clock: Clock

    async def attempt(self, job: Document, *, is_stopping: Callable[[], bool]) -> None:
        """Make one document, and settle it."""
        await render_documents.make(job, archive=self.archive, clock=self.clock, is_stopping=is_stopping)

    async def close_idle(self) -> None:
        """Printing processes stay."""


def queue(archive: Archive, *, printers: int, clock: Clock) -> Queue:
    """Documents, one more at a time than can be printed: while one is stored the next is printed."""
    return Queue(Document, lambda: Documents(archive, clock), printers + 1, 1)
