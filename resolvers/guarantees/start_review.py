"""A member of the surety's staff starts to review a guarantee, or takes over a colleague's review."""

import datetime
from uuid import UUID

from database.transactions import transactional
from models.errors import NotFound, WrongState
from models.guarantee import Guarantee
from models.parties.account import Account
from models.parties.viewer import Viewer
from models.refusals import UnderReviewByAnother, refuses
from resolvers import access, audit, quotas
from resolvers.guarantees import lock_rows


@refuses(WrongState, UnderReviewByAnother, NotFound)
@transactional
async def start(*, guarantee_id: UUID, take_over: bool, viewer: Viewer | None, at: datetime.datetime) -> Guarantee:
    """Review it from now on; one's own review goes on unchanged. The audit event names who reviewed it before.

    Raises NotFound, WrongState, UnderReviewByAnother unless `take_over`, TooManyRequests.
    """
    viewer = access.require("startReview", viewer)
    visible = access.visible(Guarantee, viewer)
    if own := await Guarantee.get_or_none(visible, id=guarantee_id, reviewer_id=viewer.actor_id):
        return own
    await quotas.require(quotas.REVIEWS, viewer=viewer, at=at)
    guarantee = await lock_rows.guarantee(guarantee_id, viewer)
    if guarantee.reviewer_id == viewer.actor_id:
        return guarantee
    other = await Account.get(id=guarantee.reviewer_id) if guarantee.reviewer_id else None
    if other and guarantee.review_started_at and not take_over:
        raise UnderReviewByAnother(other.name, guarantee.review_started_at)
    guarantee.start_review(viewer.actor_id, at=at)
    await guarantee.save(update_fields=["status", *Guarantee.REVIEW])
    subject = other and other.name
    await audit.record("guarantee.review_started", viewer=viewer, at=at, subject_id=guarantee.id, subject=subject)
    return guarantee
