"""The surety reviews a claim, decides on it, and records what it paid."""

import datetime
from enum import StrEnum
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.after_issue.claim import Claim
from models.applying.guarantee_acts import GuaranteeAct
from models.errors import InvalidInput, NotFound, Problem, WrongState
from models.numbering import today
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import ClaimInWrongState, refuses
from resolvers import access, audit, text_checks
from resolvers.claims import lock_claim


class ClaimDecision(StrEnum):
    """What a surety decides on a claim."""

    ACCEPT = "ACCEPT"
    REJECT = "REJECT"


_TOLD = {
    ClaimDecision.ACCEPT: ("claim.accepted", MailKind.CLAIM_ACCEPTED),
    ClaimDecision.REJECT: ("claim.rejected", MailKind.CLAIM_REJECTED),
}
"""The event and the mail of a decision."""


@refuses(ClaimInWrongState, NotFound)
@transactional
async def start_review(*, claim_id: UUID, viewer: Viewer | None, at: datetime.datetime) -> Claim:
    """Review it from now on. Raises NotFound, ClaimInWrongState."""
    viewer = access.require("startClaimReview", viewer)
    claim, _ = await lock_claim.locked(claim_id, viewer)
    claim.start_review(at=at)
    await claim.save(update_fields=["status", "review_started_at"])
    await audit.record("claim.review_started", viewer=viewer, at=at, subject_id=claim.guarantee_id)
    return claim


@refuses(ClaimInWrongState, WrongState, InvalidInput, NotFound)
@transactional
async def decide(
    *,
    claim_id: UUID,
    decision: ClaimDecision,
    amount: int | None,
    reason: str,
    viewer: Viewer | None,
    at: datetime.datetime,
) -> Claim:
    """Accept or reject; rejected, the guarantee is in force again.

    Raises NotFound, ClaimInWrongState, WrongState, InvalidInput.
    """
    viewer = access.require("decideClaim", viewer)
    plain = text_checks.require_reason(reason)
    claim, guarantee = await lock_claim.locked(claim_id, viewer)
    if decision is ClaimDecision.ACCEPT:
        claim.accept(amount, plain, at=at)
    elif amount is not None:
        message = "支払わない決定では、金額は指定できません。"
        raise InvalidInput([Problem(("amount",), "NOT_APPLICABLE", message)])
    else:
        claim.reject(plain, at=at)
        guarantee.take(GuaranteeAct.REJECT_CLAIM, today=today(at))
        await guarantee.save(update_fields=["status"])
    await claim.save(update_fields=["status", "decided_at", "decision", "accepted_amount"])
    action, mail = _TOLD[decision]
    subject = f"{claim.accepted_amount:,}円" if claim.accepted_amount else None
    await audit.record(action, viewer=viewer, at=at, subject_id=claim.guarantee_id, subject=subject)
    await outbox.enqueue(mail, [Event(f"{action} {claim.id}", claim.id, at)])
    return claim


@refuses(ClaimInWrongState, WrongState, InvalidInput, NotFound)
@transactional
async def record_payment(
    *, claim_id: UUID, paid_on: datetime.date, amount: int, viewer: Viewer | None, at: datetime.datetime
) -> Claim:
    """The claim has been paid; the guarantee has ended.

    Raises NotFound, ClaimInWrongState, WrongState, InvalidInput.
    """
    viewer = access.require("recordClaimPayment", viewer)
    claim, guarantee = await lock_claim.locked(claim_id, viewer)
    claim.pay(amount, paid_on, filed_on=today(claim.filed_at), today=today(at))
    guarantee.take(GuaranteeAct.PAY_CLAIM, today=today(at))
    guarantee.ended_at = at.astimezone(datetime.UTC)
    await guarantee.save(update_fields=["status", "ended_at"])
    await claim.save(update_fields=["status", "paid_on", "paid_amount"])
    subject = f"{paid_on} {amount:,}円"
    await audit.record("claim.paid", viewer=viewer, at=at, subject_id=claim.guarantee_id, subject=subject)
    await outbox.enqueue(MailKind.CLAIM_PAID, [Event(f"claim.paid {claim.id}", claim.id, at)])
    return claim
