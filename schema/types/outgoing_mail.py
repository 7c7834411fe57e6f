"""Mails of the outbox."""

import datetime

import strawberry

import models
from models.outgoing_mail import MailKind, MailState
from resolvers.relations import ToOne
from schema.reading.fields import Node, column, pure, relation, row_type
from schema.types.guarantee import Guarantee


def _next_attempt_at(mail: strawberry.Parent[models.OutgoingMail]) -> datetime.datetime | None:
    return mail.due_at if mail.state is MailState.WAITING else None


@row_type(models.OutgoingMail)
class OutgoingMail(Node):
    """A mail that the system is to send, or has sent."""

    kind: MailKind = column("What it is about.")
    state: MailState = column("How far it has come.")
    recipient: str = column("The address that it goes to.")
    created_at: datetime.datetime = column("When that happened which it is about.")
    attempts: int = column("How often it has been tried, since it was released last.")
    last_error: str | None = column("Why the last attempt came to nothing; it may repeat what a mail server said.")
    next_attempt_at: datetime.datetime | None = pure(
        _next_attempt_at, "When it is tried next, or may be tried by somebody else; null unless it waits."
    )
    sent_at: datetime.datetime | None = column("When a mail server took it over.")
    dead_at: datetime.datetime | None = column("When it was given up; null unless it is DEAD.")
    guarantee: Guarantee | None = relation(
        ToOne(models.Guarantee, "guarantee_id"), "The guarantee that it is about, if it is about one."
    )
