"""Links to documents: signed for one holder, and valid for a few minutes."""

import datetime
from uuid import UUID

from models.document import Document
from models.parties.viewer import Viewer
from resolvers import access
from resolvers.document_services import DocumentServices
from resolvers.parties import link_holders
from security.signed_urls import InvalidSignedUrl

PATH = "/documents/"
PURPOSE = f"{PATH} of a token"
"""The purpose of its signed URLs."""


def link_to(document: Document, viewer: Viewer, *, services: DocumentServices, at: datetime.datetime) -> str:
    """The signed URL of a document for a viewer who may read it."""
    token = services.signed_urls.make(PURPOSE, [document.id.hex, *link_holders.claims_of(viewer)], at=at)
    return f"{services.address}{PATH}{token}"


async def open_link(
    link: str, *, address: str, services: DocumentServices, at: datetime.datetime
) -> tuple[Document, Viewer]:
    """The document of a link, and the current state of the link's holder.

    Raises ExpiredSignedUrl, and InvalidSignedUrl also if the holder may no longer query or read it.
    """
    id_, *holder = services.signed_urls.read(PURPOSE, link, at=at)
    document = await Document.get_or_none(id=UUID(id_))
    viewer = await link_holders.from_claims(*holder, address=address, at=at)
    if document is None or viewer is None:  # a restored database may lack the document
        raise InvalidSignedUrl
    rule = access.document_rule(document.kind, viewer.role)
    if not await Document.filter(rule.q(viewer), id=document.id).exists():
        raise InvalidSignedUrl
    return document, viewer
