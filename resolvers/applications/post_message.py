"""Messages between a contractor and the surety about an application."""

import datetime
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.applying.application import MOST_MESSAGES, Application, Message
from models.errors import InvalidInput, NotFound, WrongState, too_many
from models.guarantee import GuaranteeStatus
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, quotas, text_checks


@refuses(InvalidInput, NotFound, WrongState)
@transactional
async def post(*, application_id: UUID, body: str, viewer: Viewer | None, at: datetime.datetime) -> Application:
    """Post a message to the other side; one mail may announce several. Raises NotFound, InvalidInput.

    InvalidInput also if the application has the maximum of messages. Raises WrongState for a draft, TooManyRequests.
    """
    viewer = access.require("postMessage", viewer)
    await quotas.require(quotas.MESSAGES, viewer=viewer, at=at)
    # Locked, so that concurrent messages and their mails are counted in sequence.
    visible = Application.filter(access.own(Application, viewer), id=application_id)
    application = await visible.select_for_update().first()
    if application is None:
        raise NotFound
    if application.submitted_at is None:
        raise WrongState(GuaranteeStatus.DRAFT)
    plain = text_checks.require_body(body, "メッセージ")
    if await Message.filter(application_id=application_id).count() >= MOST_MESSAGES:
        text = f"1件の申込に登録できるメッセージは{MOST_MESSAGES}件までです。お電話等でご連絡ください。"
        raise too_many(("applicationId",), text)
    message = await Message.create(application_id=application_id, sent_at=at, sender=viewer.role, body=plain)
    await audit.record("message.posted", viewer=viewer, at=at, subject_id=message.id)
    await outbox.enqueue(MailKind.MESSAGE_POSTED, [Event(f"message:{message.id}", message.id, at)])
    return application
