"""Removing attachments: by the side that attached them, as long as the other has not relied on them."""

import datetime
from uuid import UUID

from database.transactions import transactional
from models.applying.application import Application, Submission
from models.applying.attachment import Attachment
from models.errors import NotFound, WrongState
from models.parties.viewer import Viewer
from models.refusals import AttachmentInUse, refuses
from resolvers import access, audit
from resolvers.applications import open_forms
from resolvers.applications.attach_file import require_open
from resolvers.guarantees import open_requests
from storage import pending_bytes


@refuses(AttachmentInUse, WrongState, NotFound)
@transactional
async def remove(*, attachment_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> UUID:
    """Remove an attachment of one's own side; its id. Its bytes are deleted later (`pending_bytes.abandon`).

    Raises NotFound, WrongState once nothing is under way, AttachmentInUse.
    """
    viewer = access.require("removeAttachment", viewer)
    own = Attachment.filter(access.visible(Attachment, viewer), id=attachment_id, role=viewer.role)
    found = await own.first()
    if found is None:
        raise NotFound
    application = await open_forms.lock(found.application_id, viewer)
    attachment = await Attachment.filter(id=attachment_id).select_for_update().first()
    if attachment is None:
        raise NotFound
    await _require_open(attachment, application, viewer)
    attachment.require_removable(submissions=await Submission.filter(application_id=application.id).count())
    await pending_bytes.abandon([attachment.storage_key], at=at)
    await attachment.delete()
    await audit.record(
        "attachment.removed", viewer=viewer, at=at, subject_id=attachment_id, subject=attachment.filename
    )
    return attachment_id


async def _require_open(attachment: Attachment, application: Application, viewer: Viewer) -> None:
    """Raises WrongState once the application, or the request that it belongs to, is decided."""
    if attachment.amendment_request_id is None:
        await require_open(application)
        return
    await open_requests.lock(attachment.amendment_request_id, application, viewer)
    await open_requests.require_open(attachment.amendment_request_id, application, viewer)


async def remove_all(application_id: UUID, *, at: datetime.datetime) -> None:
    """Remove the attachments of a draft that is deleted and locked."""
    attachments = await Attachment.filter(application_id=application_id)
    await pending_bytes.abandon([each.storage_key for each in attachments], at=at)
    await Attachment.filter(application_id=application_id).delete()
