"""Hand-over."""

import datetime

import strawberry

import models
from models.handover import HandoverStatus
from models.obligee import HandoverChannel
from schema.declare import column, described, pure, row_type


@described
class Handover:
    """How number and key reached the obligee (提出), and what it said to the certificate."""

    handover_status: HandoverStatus = column("How far it has come.", name="status")
    handover_channel: HandoverChannel | None = column("By which way they were sent last.", name="channel")
    sent_at: datetime.datetime | None = column("When they were sent last.")
    viewed_at: datetime.datetime | None = column("When somebody of the obligee first read the certificate since then.")
    decided_at: datetime.datetime | None = column("When the obligee accepted or returned the certificate.")
    return_reason: str | None = column("Why the obligee returned it.", name="reason")


def _sha256(notice: strawberry.Parent[models.ReceivedNotice]) -> str:
    return bytes(notice.sha256).hex()


@row_type(models.ReceivedNotice)
class ReceivedNotice:
    """A key notice as it was uploaded for the obligee."""

    received_at: datetime.datetime = column("When it was uploaded first.")
    received_by: str = column("The e-contract system (or person) that uploaded it.")
    contract_reference: str | None = column("What the obligee calls the contract.")
    size: int = column("Length of the file in bytes.", name="bytes")
    sha256: str = pure(_sha256, "SHA-256 of the file, in hexadecimal.", of=("sha256",))
