"""Hand-over."""

import datetime

import strawberry

import models
from models.enums import Role
from models.handover import MOST_EVENTS
from models.handover_transitions import HandoverEventKind, HandoverStatus
from models.outgoing_mail import MailState
from models.parties.obligee import HandoverChannel
from resolvers.relations import ToMany, ToOne
from schema.reading.fields import ListLength, column, described, pure, relation, row_type

UNDELIVERABLE = (
    "メールをお届けできませんでした。宛先のメールサーバーが受け取らなかったためです。"
    "宛先を発注者にご確認のうえ、もう一度送信してください。"
)
DELAYED = "メールをまだお届けできていません。自動的に再送しています。"


def _problem(mail: strawberry.Parent[models.OutgoingMail]) -> str | None:
    if mail.state == MailState.DEAD:
        return UNDELIVERABLE
    return DELAYED if mail.state == MailState.WAITING and mail.last_error else None


@row_type(models.OutgoingMail)
class NoticeMail:
    """A mail with the key notice, on its way to the obligee."""

    recipient: str = column("The obligee's address.")
    state: MailState = column("Its state; DEAD was not delivered and has to be sent again.")
    sent_at: datetime.datetime | None = column("When a mail server took it over.")
    problem: str | None = pure(
        _problem,
        "Why it has not arrived, in Japanese, for people; null while nothing is wrong.",
        of=("state", "last_error"),
    )


@row_type(models.HandoverEvent)
class HandoverEvent:
    """Something that happened to a hand-over."""

    at: datetime.datetime = column("When it happened.")
    kind: HandoverEventKind = column("What happened.")
    channel: HandoverChannel | None = column("By which way it was sent; null unless it is a sending.")
    role: Role = column("On whose side somebody acted.")
    party_name: str = column(
        "The contractor, the obligee or the e-contract system, as it was called then; people are not named.", name="by"
    )
    mail: NoticeMail | None = relation(
        ToOne(models.OutgoingMail, "mail_id"), "The mail by which it was sent; null unless the channel is EMAIL."
    )


@described
class Handover:
    """How number and key reached the obligee (提出), and what it said to the certificate.

    After a return the next sending begins another hand-over.
    """

    handover_status: HandoverStatus = column("How far it has come.", name="status")
    handover_channel: HandoverChannel | None = column("By which way they were sent last.", name="channel")
    sent_at: datetime.datetime | None = column("When they were sent last.")
    viewed_at: datetime.datetime | None = column("When somebody of the obligee first read the certificate since then.")
    decided_at: datetime.datetime | None = column("When the obligee accepted or returned the certificate.")
    return_reason: str | None = column("Why the obligee returned it.", name="reason")
    events: list[HandoverEvent] = relation(
        ToMany(models.HandoverEvent, "handover_id", order="at", keys={models.Guarantee: "handover_id"}),
        "Each sending, the first reading, and what the obligee decided, oldest first.",
        length=ListLength(4, MOST_EVENTS),
    )


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
