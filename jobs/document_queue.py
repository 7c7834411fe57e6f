"""The queue of documents."""

from collections.abc import Callable
from dataclasses import dataclass

from jobs.consumers import Clock, Queue
from models.document import Document
from resolvers.document_services import DocumentServices
from resolvers.documents import render_documents


@dataclass(frozen=True)
class Documents:
    """Renders and stores documents."""

    services: DocumentServices
    clock: Clock

    async def attempt(self, job: Document, *, is_stopping: Callable[[], bool]) -> None:
        """Render one document, and settle the job."""
        await render_documents.render_claimed(job, services=self.services, clock=self.clock, is_stopping=is_stopping)

    async def close_idle(self) -> None:
        """Render processes keep running."""


def queue(services: DocumentServices, *, printers: int, clock: Clock) -> Queue:
    """One consumer more than render processes: while one document is stored the next one is rendered."""
    return Queue(Document, lambda: Documents(services, clock), printers + 1, 1)
