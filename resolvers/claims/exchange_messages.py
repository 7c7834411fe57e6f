"""The surety asks about a claim, and the obligee's side answers, until it is decided."""

import datetime
from uuid import UUID

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.after_issue.claim import Claim
from models.after_issue.claim_message import MOST_CLAIM_MESSAGES, ClaimMessage
from models.errors import InvalidInput, NotFound, too_many
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import ClaimInWrongState, refuses
from resolvers import access, audit, quotas, text_checks
from resolvers.claims import lock_claim


@refuses(ClaimInWrongState, InvalidInput, NotFound)
@transactional
async def ask(*, claim_id: UUID, body: str, viewer: Viewer | None, at: datetime.datetime) -> Claim:
    """The surety asks. Raises NotFound, InvalidInput, ClaimInWrongState once it is decided, TooManyRequests."""
    viewer = access.require("askAboutClaim", viewer)
    await quotas.require(quotas.CLAIM_QUESTIONS, viewer=viewer, at=at)
    return await _written("claim.asked", MailKind.CLAIM_ASKED, claim_id, body, viewer=viewer, at=at)


@refuses(ClaimInWrongState, InvalidInput, NotFound)
@transactional
async def answer(*, claim_id: UUID, body: str, viewer: Viewer | None, at: datetime.datetime) -> Claim:
    """The obligee's side answers. Raises NotFound, InvalidInput, ClaimInWrongState once decided, TooManyRequests."""
    viewer = access.require("answerClaim", viewer)
    await quotas.require(quotas.CLAIM_ANSWERS, viewer=viewer, at=at)
    return await _written("claim.answered", MailKind.CLAIM_ANSWERED, claim_id, body, viewer=viewer, at=at)


async def _written(
    action: str, mail: MailKind, claim_id: UUID, body: str, *, viewer: Viewer, at: datetime.datetime
) -> Claim:
    claim, _ = await lock_claim.locked(claim_id, viewer)
    claim.require_undecided()
    plain = text_checks.require_body(body, "照会・回答")
    if await ClaimMessage.filter(claim_id=claim.id).count() >= MOST_CLAIM_MESSAGES:
        text = (
            f"1件の請求についての照会・回答は、双方合わせて{MOST_CLAIM_MESSAGES}件までです。お電話等でご連絡ください。"
        )
        raise too_many(("claimId",), text)
    message = await ClaimMessage.create(claim_id=claim.id, sent_at=at, sender=viewer.role, body=plain)
    await audit.record(action, viewer=viewer, at=at, subject_id=claim.guarantee_id)
    await outbox.enqueue(mail, [Event(f"{action} {message.id}", claim.id, at)])
    return claim
