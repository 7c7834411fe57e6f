"""Removing attachments: by the side that attached them, as long as the other has not relied on them."""

import datetime
from uuid import UUID

from database.transactions import transactional
from models.applying.application import Submission
from models.applying.attachment import Attachment, side_of
from models.errors import NotFound, WrongState
from models.parties.viewer import Viewer
from models.refusals import AttachmentInUse, ClaimInWrongState, refuses
from resolvers import access, audit
from resolvers.applications.attachments import attached_to
from resolvers.guarantees import open_claims
from storage import pending_bytes


@refuses(AttachmentInUse, WrongState, ClaimInWrongState, NotFound)
@transactional
async def remove(*, attachment_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> UUID:
    """Remove an attachment of one's own side; its id. Its bytes are deleted later (`pending_bytes.abandon`).

    Raises NotFound, WrongState or ClaimInWrongState once nothing is under way, AttachmentInUse.
    """
    viewer = access.require("removeAttachment", viewer)
    own = Attachment.filter(access.visible(Attachment, viewer), id=attachment_id, role__in=side_of(viewer.role))
    found = await own.first()
    if found is None:
        raise NotFound
    to = attached_to.of(found)
    await attached_to.lock(to, viewer)
    attachment = await Attachment.filter(id=attachment_id).select_for_update().first()
    if attachment is None:
        raise NotFound
    await attached_to.require_open(to, viewer)
    attachment.require_removable(submissions=await Submission.filter(application_id=to.application_id).count())
    await pending_bytes.abandon([attachment.storage_key], at=at)
    await attachment.delete()
    subject_id = await open_claims.subject_of(attachment)
    await audit.record("attachment.removed", viewer=viewer, at=at, subject_id=subject_id, subject=attachment.filename)
    return attachment_id


async def remove_all(application_id: UUID, *, at: datetime.datetime) -> None:
    """Remove the attachments of a draft that is deleted and locked."""
    attachments = await Attachment.filter(application_id=application_id)
    await pending_bytes.abandon([each.storage_key for each in attachments], at=at)
    await Attachment.filter(application_id=application_id).delete()
