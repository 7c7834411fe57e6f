"""Notes that a surety's reviewers write down about an application, for each other."""

from uuid import UUID

from tortoise import fields

from models.applying.application import Application
from models.guarantee import Guarantee
from models.parties.account import Account
from models.row import Row, reference

MOST_NOTES = 200
"""Of one application."""


class ReviewNote(Row):
    """A note of the surety's staff, which contractor and obligee never see. Rows are never changed or deleted."""

    application: Application = reference("models.Application")
    application_id: UUID
    guarantee: Guarantee | None = reference("models.Guarantee", null=True)
    guarantee_id: UUID | None
    """Of a note about one of its guarantees."""
    written_by: Account = reference("models.Account")
    written_by_id: UUID
    written_at = fields.DatetimeField()
    body = fields.TextField()

    class Meta:
        table = "review_note"
