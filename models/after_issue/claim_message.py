"""What the surety asks about a claim, and what the obligee's side answers."""

import datetime
from uuid import UUID

from tortoise import fields

from models.after_issue.claim import Claim
from models.enums import Role
from models.row import Row, reference

MOST_CLAIM_MESSAGES = 100
"""Of one claim, of both sides together."""


class ClaimMessage(Row):
    """A question of the surety about a claim, or an answer."""

    claim: Claim = reference("models.Claim")
    claim_id: UUID
    sent_at: datetime.datetime = fields.DatetimeField()
    sender = fields.CharEnumField(Role, max_length=24)
    body = fields.TextField()

    class Meta:
        table = "claim_message"
