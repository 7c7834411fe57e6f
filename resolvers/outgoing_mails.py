"""The outbox as the surety sees it."""

import datetime
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from models.errors import MailAlreadySent, NotFound
from models.outgoing_mail import MailKind, MailState, OutgoingMail
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit
from resolvers.conditions import given
from resolvers.loading import Include, Page, Reader, page_of

FAILURES_BEFORE_WARNING = 20
"""Wrong keys tried on one number within an hour (design/security.md)."""


async def page(
    *,
    reader: Reader,
    first: int,
    after: UUID | None,
    include: Include,
    state: MailState | None = None,
    kind: MailKind | None = None,
    guarantee_id: UUID | None = None,
) -> Page:
    """Mails that the viewer may see, newest first."""
    access.require("outgoingMails", reader.viewer)
    where = given({"state": state, "kind": kind, "guarantee_id": guarantee_id})
    return await page_of(OutgoingMail, where, order="-id", first=first, after=after, include=include, reader=reader)


@refuses(MailAlreadySent, NotFound)
@transactional
async def retry(*, mail_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> OutgoingMail:
    """Have a mail sent again now that is dead, or would be tried later. Raises NotFound, MailAlreadySent."""
    viewer = access.require("retryMail", viewer)
    mails = OutgoingMail.filter(access.visible(OutgoingMail, viewer), id=mail_id)
    mail = await mails.select_for_update().first()
    if mail is None:
        raise NotFound
    mail.release(at=at)
    await mail.save(update_fields=["state", "attempts", "due_at"])
    await audit.record("mail.released", viewer=viewer, at=at, subject_id=mail.id)
    return mail


@transactional
async def warn_of_wrong_keys(*, at: datetime.datetime) -> int:
    """Owe sureties a warning for numbers on which too many wrong keys were tried; says how many are new."""
    return await outbox.warn_of_wrong_keys(failures=FAILURES_BEFORE_WARNING, at=at)
