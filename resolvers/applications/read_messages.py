"""Read marks of messages: one for each side, the contractor's company and the surety."""

import datetime
from uuid import UUID

from database.transactions import transactional
from models.applying.application import Application, Message
from models.errors import NotFound, WrongState
from models.guarantee import GuaranteeStatus
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit


@refuses(NotFound, WrongState)
@transactional
async def mark_read(*, application_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> Application:
    """Mark all messages of the other side as read for the viewer's side; the first mark of a message stays.

    Raises NotFound, and WrongState for a draft.
    """
    viewer = access.require("markMessagesRead", viewer)
    application = await Application.get_or_none(access.own(Application, viewer), id=application_id)
    if application is None:
        raise NotFound
    if application.submitted_at is None:
        raise WrongState(GuaranteeStatus.DRAFT)
    unread = Message.filter(access.visible(Message, viewer), application_id=application_id, read_at__isnull=True)
    ids = [message.id for message in await unread.exclude(sender=viewer.role)]
    # Somebody else of this side may mark them at the same time.
    if ids and await Message.filter(id__in=ids, read_at__isnull=True).update(read_at=at):
        await audit.record("messages.read", viewer=viewer, at=at, subject_id=application.id)
    return application
