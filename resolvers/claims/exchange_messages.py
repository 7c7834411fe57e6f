"""The surety asks about a claim, and the obligee's side answers, until it is decided."""

import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.after_issue.claim import Claim
from models.after_issue.claim_message import MOST_CLAIM_MESSAGES, ClaimMessage
from models.errors import IdempotencyConflict, InvalidInput, NotFound, too_many
from models.outgoing_mail import MailKind
from models.parties.viewer import Viewer
from models.refusals import ClaimInWrongState, refuses
from resolvers import access, audit, idempotency, quotas, text_checks
from resolvers.claims import lock_claim
from resolvers.quotas import Quota


@refuses(ClaimInWrongState, InvalidInput, NotFound, IdempotencyConflict)
@transactional
async def ask(
    *, claim_id: UUID, body: str, idempotency_key: str | None = None, viewer: Viewer | None, at: datetime.datetime
) -> Claim:
    """The surety asks.

    Raises NotFound, InvalidInput, ClaimInWrongState once it is decided, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require("askAboutClaim", viewer)
    quota, mail = quotas.CLAIM_QUESTIONS, MailKind.CLAIM_ASKED
    return await _written(quota, mail, claim_id, body, idempotency_key, viewer=viewer, at=at)


@refuses(ClaimInWrongState, InvalidInput, NotFound, IdempotencyConflict)
@transactional
async def answer(
    *, claim_id: UUID, body: str, idempotency_key: str | None = None, viewer: Viewer | None, at: datetime.datetime
) -> Claim:
    """The obligee's side answers.

    Raises NotFound, InvalidInput, ClaimInWrongState once it is decided, IdempotencyConflict, TooManyRequests.
    """
    viewer = access.require("answerClaim", viewer)
    quota, mail = quotas.CLAIM_ANSWERS, MailKind.CLAIM_ANSWERED
    return await _written(quota, mail, claim_id, body, idempotency_key, viewer=viewer, at=at)


async def _written(
    quota: Quota,
    mail: MailKind,
    claim_id: UUID,
    body: str,
    idempotency_key: str | None,
    *,
    viewer: Viewer,
    at: datetime.datetime,
) -> Claim:
    id_, input_ = uuid7(), [claim_id, body]
    earlier = await idempotency.claim(quota.action, idempotency_key, input_=input_, result_id=id_, viewer=viewer, at=at)
    if earlier is None:
        await quotas.require(quota, viewer=viewer, at=at)
    claim, _ = await lock_claim.locked(claim_id, viewer)
    if earlier is not None:
        return claim
    claim.require_undecided()
    plain = text_checks.require_body(body, "照会・回答")
    if await ClaimMessage.filter(claim_id=claim.id).count() >= MOST_CLAIM_MESSAGES:
        text = (
            f"1件の請求についての照会・回答は、双方合わせて{MOST_CLAIM_MESSAGES}件までです。お電話等でご連絡ください。"
        )
        raise too_many(("claimId",), text)
    await ClaimMessage.create(id=id_, claim_id=claim.id, sent_at=at, sender=viewer.role, body=plain)
    await audit.record(quota.action, viewer=viewer, at=at, subject_id=claim.guarantee_id)
    await outbox.enqueue(mail, [Event(f"{quota.action} {id_}", claim.id, at)])
    return claim
