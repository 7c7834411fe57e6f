"""Applications: withdrawal by the contractor."""

import datetime
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.applying.application import Application
from models.applying.guarantee_states import BEFORE_ISSUE, GuaranteeStatus
from models.errors import InvalidInput, NotFound, WrongState
from models.guarantee import Guarantee
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import refuses
from resolvers import access, audit, text_checks
from resolvers.applications import open_forms
from resolvers.guarantees import create_fee_statements, lock_rows, waiting


@refuses(WrongState, NotFound)
@transactional
async def application(*, application_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> Application:
    """Withdraw every guarantee of the application that is not issued or ended, with a mail to the surety about each.

    Raises NotFound, and WrongState if there is none, also for a draft.
    """
    viewer = access.require("withdrawApplication", viewer)
    application = await open_forms.lock(application_id, viewer)
    if application.submitted_at is None:
        raise WrongState(GuaranteeStatus.DRAFT)
    guarantees = await Guarantee.filter(application_id=application_id).order_by("id").select_for_update()
    open_ = [guarantee for guarantee in guarantees if guarantee.status in BEFORE_ISSUE]
    if not open_:
        raise WrongState(guarantees[0].status)
    for guarantee in open_:
        guarantee.withdraw()
        await _save(guarantee, at=at)
    await waiting.settle(application, at=at)
    await open_forms.discard_unsendable(application_id)
    await audit.record("application.withdrawn", viewer=viewer, at=at, subject_id=application.id)
    return application


@refuses(WrongState, NotFound, InvalidInput)
@transactional
async def guarantee(*, guarantee_id: UUID, reason: str, viewer: Viewer | None, at: datetime.datetime) -> Guarantee:
    """Withdraw one guarantee, whatever becomes of the others of its application, with a mail to the surety.

    Raises NotFound, WrongState, InvalidInput.
    """
    viewer = access.require("withdrawGuarantee", viewer)
    application = await lock_rows.application_of(guarantee_id, viewer)
    found = await lock_rows.guarantee(guarantee_id, viewer)
    found.withdraw(text_checks.require_reason(reason))
    await _save(found, at=at)
    await waiting.settle(application, at=at)
    await open_forms.discard_unsendable(found.application_id)
    await audit.record("guarantee.withdrawn", viewer=viewer, at=at, subject_id=found.id)
    return found


async def _save(guarantee: Guarantee, *, at: datetime.datetime) -> None:
    """With what becomes of its fee, and the mail about it."""
    await guarantee.save(update_fields=["status", "status_reason", *Guarantee.REVIEW])
    await create_fee_statements.at_withdrawal(guarantee, at=at)
    event = Event(f"guarantee.withdrawn {guarantee.id} {at.isoformat()}", guarantee.id, at)
    await outbox.enqueue(MailKind.WITHDRAWN, [event])
