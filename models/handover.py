"""Hand-over (提出): how number and key reached the obligee."""

import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.guarantee import Guarantee
from models.obligee import HandoverChannel
from models.row import Row, reference


class HandoverStatus(StrEnum):
    """How far a hand-over has come."""

    NOT_SENT = "NOT_SENT"
    SENT = "SENT"
    VIEWED = "VIEWED"
    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"


class Handover(Row):
    """The hand-over of a guarantee; there is none until it is sent for the first time."""

    guarantee: Guarantee = reference("models.Guarantee")
    guarantee_id: UUID
    status = fields.CharEnumField(HandoverStatus, max_length=16)
    channel = fields.CharEnumField(HandoverChannel, max_length=24)
    sent_at: datetime.datetime = fields.DatetimeField()

    class Meta:
        table = "handover"
        unique_together = (("guarantee_id",),)
