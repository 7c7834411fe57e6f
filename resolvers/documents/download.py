"""Downloading a document by its link (document_links.py)."""

import datetime

from models.document import Document, DocumentKind
from models.parties.viewer import Viewer
from resolvers import audit
from resolvers.certificates import mark_viewed
from resolvers.document_services import DocumentServices
from resolvers.documents import read_content
from resolvers.documents.read_content import Download


async def headers(
    document: Document, reader: Viewer, *, services: DocumentServices, at: datetime.datetime, wait_until: float
) -> Document:
    """The document of a link without its bytes, rendered first if it is missing. Raises DocumentNotAvailable."""
    source = reader.actor_id.hex
    await read_content.require_rendered(document, source=source, services=services, at=at, wait_until=wait_until)
    return document


async def content(
    document: Document, reader: Viewer, *, services: DocumentServices, at: datetime.datetime, wait_until: float
) -> Download:
    """The document of a link, recorded before it is returned, with the link's holder as actor.

    Raises DocumentNotAvailable, LostDocument, StoreUnavailable.
    """
    source = reader.actor_id.hex
    await read_content.require_rendered(document, source=source, services=services, at=at, wait_until=wait_until)
    found = await read_content.read(document, services=services)
    await audit.record("document.read", viewer=reader, at=at, subject_id=document.id)
    if document.kind is DocumentKind.CERTIFICATE and document.certificate_id is not None:
        await mark_viewed.certificates([document.certificate_id], role=reader.role, at=at)
    return found
