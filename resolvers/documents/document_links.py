"""Links to documents: each is signed, for whoever it was given to, and works for a few minutes."""

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
"""What its links are made for: a link of another form is none of these."""


def link_to(document: Document, viewer: Viewer, *, services: DocumentServices, at: datetime.datetime) -> str:
    """The URL of a document for a viewer who may read it."""
    token = services.signed_urls.make(PURPOSE, [document.id.hex, *link_holders.claims_of(viewer)], at=at)
    return f"{services.address}{PATH}{token}"


async def open_link(
    link: str, *, address: str, services: DocumentServices, at: datetime.datetime
) -> tuple[Document, Viewer]:
    """The document of a link, and whom the link was given to, as it is now.

    Raises ExpiredSignedUrl, and InvalidSignedUrl also when who got it may no longer ask or no longer read it.
    """
    id_, *holder = services.signed_urls.read(PURPOSE, link, at=at)
    document = await Document.get_or_none(id=UUID(id_))
    viewer = await link_holders.from_claims(*holder, address=address, at=at)
    if document is None or viewer is None:  # a restored database does not know what it gave a link to
        raise InvalidSignedUrl
    rule = access.document_rule(document.kind, viewer.role)
    if not await Document.filter(rule.q(viewer), id=document.id).exists():
        raise InvalidSignedUrl
    return document, viewer
