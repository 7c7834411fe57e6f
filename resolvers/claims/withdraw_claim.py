"""The obligee no longer claims."""

import datetime
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.after_issue.claim import Claim
from models.applying.guarantee_acts import GuaranteeAct
from models.errors import InvalidInput, NotFound, WrongState
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import ClaimInWrongState, refuses
from resolvers import access, audit, text_checks
from resolvers.claims import lock_claim


@refuses(ClaimInWrongState, WrongState, InvalidInput, NotFound)
@transactional
async def withdraw(*, claim_id: UUID, reason: str, viewer: Viewer | None, at: datetime.datetime) -> Claim:
    """The guarantee is in force again.

    Raises NotFound, ClaimInWrongState once it is decided, WrongState, InvalidInput.
    """
    viewer = access.require("withdrawClaim", viewer)
    plain = text_checks.require_reason(reason)
    claim, guarantee = await lock_claim.locked(claim_id, viewer)
    claim.withdraw(plain, at=at)
    guarantee.take(GuaranteeAct.WITHDRAW_CLAIM, today=today(at))
    await guarantee.save(update_fields=["status"])
    await claim.save(update_fields=["status", "decided_at", "decision"])
    await audit.record("claim.withdrawn", viewer=viewer, at=at, subject_id=claim.guarantee_id)
    await outbox.enqueue(MailKind.CLAIM_WITHDRAWN, [Event(f"claim.withdrawn {claim.id}", claim.id, at)])
    return claim
