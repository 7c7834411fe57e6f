"""The bytes of documents: rendered first where they are missing, decrypted, and compared with their SHA-256."""

import datetime
import hashlib
from typing import NamedTuple
from uuid import UUID

from models.document import Document, DocumentProgress
from models.errors import DocumentNotAvailable
from models.job import PermanentFailure
from resolvers.document_services import DocumentServices
from resolvers.documents import render_documents
from security.auth_keys import DecryptionError
from storage.store import ContentNotFound

SOON = 5
"""Seconds after which to ask again for what is being rendered."""
LONGEST = 24 * 60 * 60
"""The same for what could not be rendered: somebody has to look at it first."""


class Download(NamedTuple):
    """A document as it is handed out."""

    filename: str
    content: bytes


class LostDocument(Exception):
    """The bytes of a document are gone, or differ from those that were rendered: an accident or an attack."""


class UnmakeableDocument(PermanentFailure):
    """A document that is dead: it will not be there, however long one waits."""


async def of_mail(
    document_id: UUID, *, services: DocumentServices, at: datetime.datetime, wait_until: float
) -> Download:
    """A document that goes with a mail, rendered first if it is missing.

    Raises DocumentNotAvailable, UnmakeableDocument, LostDocument, StoreUnavailable.
    """
    document = await Document.get(id=document_id)
    try:
        await require_rendered(document, source=render_documents.MAILS, services=services, at=at, wait_until=wait_until)
    except DocumentNotAvailable:
        if document.state is DocumentProgress.DEAD:
            raise UnmakeableDocument(f"its document {document_id} could not be made: {document.last_error}") from None
        raise
    return await read(document, services=services)


async def require_rendered(
    document: Document, *, source: str, services: DocumentServices, at: datetime.datetime, wait_until: float
) -> None:
    """Render it if it is missing, for `source`. Raises DocumentNotAvailable if it is not there by `wait_until`."""
    if document.made_at is None:
        await render_documents.render_now([document.id], source=source, services=services, at=at, wait_until=wait_until)
        await document.refresh_from_db()
    if document.made_at is None:
        raise DocumentNotAvailable(retry_after(document, at=at))


def retry_after(document: Document, *, at: datetime.datetime) -> int:
    """Seconds after which to ask again for what is not rendered."""
    if document.state is DocumentProgress.DEAD:
        return LONGEST
    seconds = -((at - document.due_at) // datetime.timedelta(seconds=1)) if document.last_error else SOON
    return max(SOON, seconds)


async def read(document: Document, *, services: DocumentServices) -> Download:
    """A document that is rendered. Raises LostDocument, StoreUnavailable."""
    key = document.storage_key
    assert key is not None  # noqa: S101 -- it is rendered
    try:
        content = await services.store.get(key)
        if document.envelope_version is not None:
            content = services.keyring.decrypt_bytes(content, document.envelope_version, str(document.id))
    except (ContentNotFound, DecryptionError) as error:
        raise LostDocument(str(document.id)) from error
    if hashlib.sha256(content).digest() != bytes(document.sha256 or b""):
        raise LostDocument(str(document.id))
    return Download(str(document.filename), content)
