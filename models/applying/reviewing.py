"""Who reviews a guarantee: what stands on its row while it is under review."""

import datetime
from typing import ClassVar
from uuid import UUID

from tortoise import Model, fields
from tortoise.migrations.constraints import CheckConstraint

from models.parties.account import Account
from models.row import reference

REVIEW_CONSTRAINT = CheckConstraint(
    name="guarantee_under_review_has_a_reviewer",
    check="(status = 'UNDER_REVIEW') = (reviewer_id IS NOT NULL)"
    " AND (reviewer_id IS NULL) = (review_started_at IS NULL)",
)


class Reviewed(Model):
    """The review that a member of the surety's staff has started and that has not ended."""

    reviewer: Account | None = reference("models.Account", null=True)
    reviewer_id: UUID | None
    review_started_at: datetime.datetime | None = fields.DatetimeField(null=True)

    REVIEW: ClassVar = ("reviewer_id", "review_started_at")
    """The columns of the review."""
    ended_review_of: UUID | None = None
    """Whose review an act on this object has ended; not stored."""

    class Meta:
        abstract = True

    def end_review(self) -> None:
        """Nobody reviews it any more; the audit log keeps who has."""
        self.ended_review_of = self.reviewer_id
        self.reviewer_id = self.review_started_at = None
