"""Downloading a document by its link."""

import datetime

from models.document import Document, DocumentKind
from resolvers import audit
from resolvers.certificates import mark_viewed
from resolvers.document_services import DocumentServices
from resolvers.documents import document_links, read_content
from resolvers.documents.read_content import Download


async def headers(
    link: str, *, address: str, services: DocumentServices, at: datetime.datetime, wait_until: float
) -> Document:
    """The document of a link without its bytes, rendered first if it is missing.

    Raises InvalidSignedUrl, ExpiredSignedUrl, DocumentNotAvailable.
    """
    document, _ = await document_links.open_link(link, address=address, services=services, at=at)
    await read_content.require_rendered(document, services=services, at=at, wait_until=wait_until)
    return document


async def content(
    link: str, *, address: str, services: DocumentServices, at: datetime.datetime, wait_until: float
) -> Download:
    """The document of a link, recorded before it is returned, with the link's holder as actor.

    Raises InvalidSignedUrl, ExpiredSignedUrl, DocumentNotAvailable, LostDocument, StoreUnavailable.
    """
    document, reader = await document_links.open_link(link, address=address, services=services, at=at)
    await read_content.require_rendered(document, services=services, at=at, wait_until=wait_until)
    found = await read_content.read(document, services=services)
    await audit.record("document.read", viewer=reader, at=at, subject_id=document.id)
    if document.kind is DocumentKind.CERTIFICATE and document.certificate_id is not None:
        await mark_viewed.certificates([document.certificate_id], role=reader.role, at=at)
    return found
