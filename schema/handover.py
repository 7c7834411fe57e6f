"""Hand-over."""

import datetime

import models
from models.handover import HandoverStatus
from models.obligee import HandoverChannel
from schema.declare import column, row_type


@row_type(models.Handover)
class Handover:
    """How number and key reached the obligee (提出)."""

    status: HandoverStatus = column("How far it has come.")
    channel: HandoverChannel | None = column("By which way they were sent.")
    sent_at: datetime.datetime | None = column("When they were sent last.")
