"""Links to attachments, like those to documents: signed for one holder, and valid for a few minutes."""

import datetime
from uuid import UUID

from database.transactions import transactional
from models.applying.attachment import Attachment, side_of
from models.enums import Role
from models.parties.viewer import Viewer
from resolvers import access, audit
from resolvers.document_services import DocumentServices
from resolvers.guarantees import open_claims
from resolvers.parties import link_holders
from security.signed_urls import InvalidSignedUrl

PATH = "/attachments/"
PURPOSE = f"{PATH} of a token"
"""The purpose of its signed URLs."""
SIDES = frozenset(Role) - {Role.OPERATOR}


def link_to(attachment: Attachment, viewer: Viewer, *, services: DocumentServices, at: datetime.datetime) -> str:
    """The signed URL of an attachment for a viewer who may see it."""
    token = services.signed_urls.make(PURPOSE, [attachment.id.hex, *link_holders.claims_of(viewer)], at=at)
    return f"{services.address}{PATH}{token}"


async def open_link(
    link: str, *, address: str, services: DocumentServices, at: datetime.datetime
) -> tuple[Attachment, Viewer]:
    """The attachment of a link, and the current state of the link's holder.

    Raises ExpiredSignedUrl, and InvalidSignedUrl also if it was removed, or the holder may no longer query or see it.
    """
    id_, *holder = services.signed_urls.read(PURPOSE, link, at=at)
    viewer = await link_holders.from_claims(*holder, address=address, at=at)
    if viewer is None:
        raise InvalidSignedUrl
    attachment = await Attachment.filter(access.visible(Attachment, viewer), id=UUID(id_)).first()
    if attachment is None:
        raise InvalidSignedUrl
    return attachment, viewer


@transactional
async def record_opening(attachment: Attachment, viewer: Viewer, *, at: datetime.datetime) -> None:
    """Record a download before it is answered; the other side's first one keeps the attachment from being removed.

    Raises InvalidSignedUrl if it was removed meanwhile.
    """
    found = await Attachment.filter(id=attachment.id).select_for_update().first()
    if found is None:
        raise InvalidSignedUrl
    if found.opened_at is None and viewer.role in SIDES - side_of(found.role):
        found.opened_at = at
        await found.save(update_fields=["opened_at"])
    subject_id = await open_claims.subject_of(found)
    await audit.record("attachment.read", viewer=viewer, at=at, subject_id=subject_id, subject=found.filename)
