"""The queue of documents."""

from collections.abc import Callable
from dataclasses import dataclass

from jobs.consumers import Clock, Queue
from models.document import Document
from resolvers.document_services import DocumentServices
from resolvers.documents import render_documents


@dataclass(frozen=True)
class Documents:
    """Renders documents."""

    services: DocumentServices
    clock: Clock

    async def attempt(self, job: Document, *, is_stopping: Callable[[], bool]) -> None:
        """Render one document, and settle it."""
        await render_documents.render_claimed(job, services=self.services, clock=self.clock, is_stopping=is_stopping)

    async def rest(self) -> None:
        """Printing processes stay."""


def queue(services: DocumentServices, *, printers: int, clock: Clock) -> Queue:
    """Documents, one more at a time than can be printed: while one is stored the next is printed."""
    return Queue(Document, lambda: Documents(services, clock), printers + 1, 1)
