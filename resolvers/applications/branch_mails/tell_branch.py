"""Telling the branch of an application that was sent: at once, or in the digest of the hour."""

import datetime

from mail import outbox
from mail.outbox import Event
from models.applying.application import Application
from models.outgoing_mail import MailKind


async def of(application: Application, *, at: datetime.datetime) -> None:
    """Enqueue a mail to the branch if it wants one at once and has not had too many; else the digest will tell it.

    The application is locked, or new.
    """
    event = Event(f"branch told of {application.id} {at.isoformat()}", application.id, at)
    is_told = bool(await outbox.enqueue(MailKind.NEW_APPLICATION, [event]))
    if is_told is (application.untold_since is None):
        return
    application.untold_since = None if is_told else at
    await application.save(update_fields=["untold_since"])
