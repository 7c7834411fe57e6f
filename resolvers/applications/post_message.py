"""Messages between a contractor and the surety about an application."""

import datetime
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.application import Application, Message
from models.errors import InvalidInput, NotFound, Problem
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, text_checks

LONGEST_BODY = 2_000


@refuses(InvalidInput, NotFound)
@transactional
async def post(*, application_id: UUID, body: str, viewer: Viewer | None, at: datetime.datetime) -> Application:
    """Post a message to the other side, with a mail about it. Raises NotFound, InvalidInput."""
    viewer = access.require("postMessage", viewer)
    application = await Application.get_or_none(access.visible(Application, viewer), id=application_id)
    if application is None:
        raise NotFound
    plain = body.strip()
    if not 0 < len(plain) <= LONGEST_BODY:
        text = f"メッセージを{LONGEST_BODY:,}文字以内で入力してください。"
        raise InvalidInput([Problem(("body",), "REQUIRED" if not plain else "TOO_LONG", text)])
    if problems := list(text_checks.check_form(plain, ("body",), LONGEST_BODY, is_multiline=True)):
        raise InvalidInput(problems)
    message = await Message.create(application_id=application_id, sent_at=at, sender=viewer.role, body=plain)
    await audit.record("message.posted", viewer=viewer, at=at, subject_id=message.id)
    await outbox.enqueue(MailKind.MESSAGE_POSTED, [Event(f"message:{message.id}", message.id, at)])
    return application
