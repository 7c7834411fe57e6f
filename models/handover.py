"""Hand-over (提出): how number and key reach the obligee, and what it says to the certificate."""

import datetime
from enum import StrEnum

from tortoise import Model, fields
from tortoise.migrations.constraints import CheckConstraint

from models.obligee import HandoverChannel


class HandoverStatus(StrEnum):
    """How far a hand-over has come."""

    NOT_SENT = "NOT_SENT"
    SENT = "SENT"
    VIEWED = "VIEWED"
    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"


DECIDED = frozenset({HandoverStatus.ACCEPTED, HandoverStatus.RETURNED})
HANDOVER = frozenset(
    ["handover_status", "handover_channel", "sent_at", "viewed_at", "decided_at", "return_reason", "presented_at"]
)
"""The columns of HandedOver."""

CONSTRAINTS = (
    CheckConstraint(
        name="guarantee_handover_is_complete",
        check="(handover_status = 'NOT_SENT') = (sent_at IS NULL) AND (sent_at IS NULL) = (handover_channel IS NULL)"
        " AND (handover_status IN ('VIEWED', 'ACCEPTED', 'RETURNED')) = (viewed_at IS NOT NULL)"
        " AND (handover_status IN ('ACCEPTED', 'RETURNED')) = (decided_at IS NOT NULL)"
        " AND (handover_status = 'RETURNED') = (return_reason IS NOT NULL)",
    ),
    CheckConstraint(
        name="guarantee_presented_is_electronic",
        check="presented_at IS NULL OR (medium = 'ELECTRONIC' AND issued_at IS NOT NULL)",
    ),
    CheckConstraint(
        name="guarantee_handed_over_is_electronic",
        check="sent_at IS NULL OR (medium = 'ELECTRONIC' AND issued_at IS NOT NULL)",
    ),
    CheckConstraint(
        name="guarantee_presented_is_handed_over",
        check="(presented_at IS NULL OR sent_at IS NOT NULL) AND (viewed_at IS NULL OR presented_at IS NOT NULL)",
    ),
)


class HandedOver(Model):
    """What stands on a guarantee about its hand-over: on the same row, because every look-up has to know it."""

    handover_status = fields.CharEnumField(
        HandoverStatus, max_length=16, default=HandoverStatus.NOT_SENT, db_default=HandoverStatus.NOT_SENT
    )
    handover_channel = fields.CharEnumField(HandoverChannel, max_length=24, null=True)
    sent_at: datetime.datetime | None = fields.DatetimeField(null=True)
    """When number and key were handed over last."""
    presented_at: datetime.datetime | None = fields.DatetimeField(null=True)
    """When the obligee's side first presented number and key; from then on it sees the guarantee."""
    viewed_at: datetime.datetime | None = fields.DatetimeField(null=True)
    """When somebody of the obligee first read the certificate since it was handed over."""
    decided_at: datetime.datetime | None = fields.DatetimeField(null=True)
    return_reason: str | None = fields.TextField(null=True)

    class Meta:
        abstract = True

    def hand_over(self, channel: HandoverChannel, *, at: datetime.datetime) -> None:
        """Number and key go to the obligee, perhaps again: what it has read stays read, what it has accepted accepted.

        What it has returned begins anew.
        """
        if self.handover_status is HandoverStatus.ACCEPTED:
            return
        if self.handover_status not in {HandoverStatus.SENT, HandoverStatus.VIEWED}:
            self.handover_status = HandoverStatus.SENT
            self.viewed_at = self.decided_at = self.return_reason = None
        self.handover_channel, self.sent_at = channel, at.astimezone(datetime.UTC)

    def present(self, *, at: datetime.datetime) -> None:
        """The obligee's side has shown that it has number and key."""
        self.presented_at = self.presented_at or at.astimezone(datetime.UTC)

    def view(self, *, at: datetime.datetime) -> None:
        """Somebody of the obligee reads the certificate."""
        if self.handover_status is HandoverStatus.SENT:
            self.handover_status, self.viewed_at = HandoverStatus.VIEWED, at.astimezone(datetime.UTC)
