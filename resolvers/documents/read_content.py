"""The bytes of documents: rendered first if missing, decrypted, and compared with their SHA-256."""

import datetime
import hashlib
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from models.auth_key import AuthKeyStatus
from models.certificate import CertificateStatus
from models.document import Document, DocumentKind, DocumentProgress
from models.errors import DocumentNotAvailable
from models.job import PermanentFailure
from resolvers.document_services import DocumentServices
from resolvers.documents import render_documents
from security.auth_keys import DecryptionError
from storage.store import ContentNotFound

SOON = 5
"""Seconds after which to retry while a document is being rendered."""
LONGEST = 24 * 60 * 60
"""The same if rendering failed: it needs intervention first."""


class Kept(Protocol):
    """A row with bytes in the store: a document, or an attachment."""

    id: UUID

    @property
    def filename(self) -> Any: ...  # noqa: D102 -- by which name people know it
    @property
    def storage_key(self) -> UUID | None: ...  # noqa: D102 -- under which its bytes are
    @property
    def sha256(self) -> Any: ...  # noqa: D102 -- of the bytes before they are sealed
    @property
    def envelope_version(self) -> int | None: ...  # noqa: D102 -- None for bytes that are not sealed


class Download(NamedTuple):
    """A document to be sent."""

    filename: str
    content: bytes


class LostDocument(Exception):
    """The bytes of a document are missing, or differ from the rendered ones: an accident or an attack."""


class UnmakeableDocument(PermanentFailure):
    """A dead document, which will never be available."""


async def of_mail(
    document_id: UUID, *, services: DocumentServices, at: datetime.datetime, wait_until: float
) -> Download:
    """The attachment of a mail, rendered first if it is missing.

    If the key of a key notice was replaced while the mail waited, or its certificate, it is the notice of those that
    count.

    Raises DocumentNotAvailable, UnmakeableDocument, LostDocument, StoreUnavailable.
    """
    document = await Document.get(id=document_id).select_related("auth_key", "certificate")
    if document.auth_key is not None and not _counts(document):
        document = await Document.get(
            kind=DocumentKind.KEY_NOTICE,
            certificate__guarantee_id=document.auth_key.guarantee_id,
            certificate__status=CertificateStatus.CURRENT,
            auth_key__status=AuthKeyStatus.ACTIVE,
        )
    try:
        await require_rendered(document, source=render_documents.MAILS, services=services, at=at, wait_until=wait_until)
    except DocumentNotAvailable:
        if document.state is DocumentProgress.DEAD:
            raise UnmakeableDocument(f"its document {document.id} could not be made: {document.last_error}") from None
        raise
    return await read(document, services=services)


def _counts(notice: Document) -> bool:
    key, version = notice.auth_key, notice.certificate
    is_active = key is not None and key.status is AuthKeyStatus.ACTIVE
    return is_active and version is not None and version.status is CertificateStatus.CURRENT


async def require_rendered(
    document: Document, *, source: str, services: DocumentServices, at: datetime.datetime, wait_until: float
) -> None:
    """Render it if it is missing, in a turn of `source`. Raises DocumentNotAvailable at `wait_until` or before."""
    if document.made_at is None:
        await render_documents.render_now([document.id], source=source, services=services, at=at, wait_until=wait_until)
        await document.refresh_from_db()
    if document.made_at is None:
        raise DocumentNotAvailable(retry_after(document, at=at))


def retry_after(document: Document, *, at: datetime.datetime) -> int:
    """Seconds after which to retry for an unrendered document."""
    if document.state is DocumentProgress.DEAD:
        return LONGEST
    seconds = -((at - document.due_at) // datetime.timedelta(seconds=1)) if document.last_error else SOON
    return max(SOON, seconds)


async def read(document: Kept, *, services: DocumentServices) -> Download:
    """A rendered document, or an attachment. Raises LostDocument, StoreUnavailable."""
    key = document.storage_key
    assert key is not None  # noqa: S101 -- it is rendered, or was uploaded
    try:
        content = await services.store.get(key)
        if document.envelope_version is not None:
            content = services.keyring.decrypt_bytes(content, document.envelope_version, str(document.id))
    except (ContentNotFound, DecryptionError) as error:
        raise LostDocument(str(document.id)) from error
    if hashlib.sha256(content).digest() != bytes(document.sha256 or b""):
        raise LostDocument(str(document.id))
    return Download(str(document.filename), content)
