"""Applications: withdrawal by the contractor."""

import datetime
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.application import Application
from models.errors import NotFound, WrongState
from models.guarantee import BEFORE_ISSUE, Guarantee
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit
from resolvers.guarantees import create_fee_statements


@refuses(WrongState, NotFound)
@transactional
async def application(*, application_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> Application:
    """Withdraw every guarantee of the application that is not issued or ended, with a mail to the surety about each.

    Raises NotFound, and WrongState if there is none.
    """
    viewer = access.require("withdrawApplication", viewer)
    application = await Application.get_or_none(access.visible(Application, viewer), id=application_id)
    if application is None:
        raise NotFound
    guarantees = await Guarantee.filter(application_id=application_id).order_by("id").select_for_update()
    open_ = [guarantee for guarantee in guarantees if guarantee.status in BEFORE_ISSUE]
    if not open_:
        raise WrongState(guarantees[0].status)
    for guarantee in open_:
        guarantee.withdraw()
        await guarantee.save(update_fields=["status"])
        await create_fee_statements.at_withdrawal(guarantee, at=at)
        event = Event(f"guarantee.withdrawn {guarantee.id} {at.isoformat()}", guarantee.id, at)
        await outbox.enqueue(MailKind.WITHDRAWN, [event])
    await audit.record("application.withdrawn", viewer=viewer, at=at, subject_id=application.id)
    return application
