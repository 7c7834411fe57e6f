"""Enqueueing mails in the transaction of their event: both are committed, or neither.

Each call is one statement for any number of mails; it copies the facts of the mails.
"""

import datetime
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from tortoise import connections

from mail.definitions import Definition, Delivery
from mail.facts import SENDER
from mail.kinds import DEFINITIONS
from models.outgoing_mail import LONGEST_EVENT, MailKind
from models.texts.composed_names import fitting

_INSERT = """
INSERT INTO outgoing_mail (id, surety_id, kind, event, guarantee_id, application_id, document_id, sender, reply_to,
    recipient, facts, created_at, due_at, state, attempts)
{mails}
ON CONFLICT (event) DO NOTHING
RETURNING id
"""
_MAILS = """SELECT uuidv7(), surety.id, '{kind}', event.name || '{suffix}', {guarantee}, {application}, {document},
    surety.mail_sender, {reply_to}, recipient.address, jsonb_build_object({facts}), event.at, {due}, 'WAITING', 0
FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::jsonb[]) AS event (name, subject_id, at, given)
{joins}
JOIN LATERAL (SELECT {address} AS address) AS recipient ON recipient.address IS NOT NULL{earlier}
WHERE {condition}"""
_EARLIER = """
JOIN LATERAL (
    SELECT coalesce(bool_or(mail.state = 'WAITING' AND mail.claim IS NULL), false) AS waits,
        max(CASE WHEN mail.state = 'WAITING' THEN event.at ELSE coalesce(mail.sent_at, mail.dead_at) END) AS ended
    FROM outgoing_mail AS mail
    WHERE mail.application_id = {application} AND mail.kind = '{kind}' AND mail.recipient = recipient.address
) AS earlier ON NOT earlier.waits"""
"""No row while a mail waits that no worker has claimed: that mail covers this event too. The text of a claimed mail may
have been composed before this event; then the next mail is due when the interval is over."""
LONGEST_SUFFIX = 20


class Event(NamedTuple):
    """An event. `name` is unique; the kind's source begins with `subject_id`."""

    name: str
    subject_id: UUID | None
    at: datetime.datetime
    given: Mapping[str, Any] = {}
    """Values of the event itself that the kind's definition uses, by name; JSON."""


async def enqueue(kind: MailKind, events: Sequence[Event]) -> list[UUID]:
    """Enqueue the mails of this kind about each event; the ids of the new ones.

    An event that already has its mails gets no others. With a kind that has an interval, an event may get none,
    because a mail that is still to be sent covers it; the caller then holds a lock on the application, so that each
    call sees the mails of the one before.
    """
    if not events:
        return []
    values = [
        [fitting(event.name, LONGEST_EVENT - LONGEST_SUFFIX) for event in events],
        [event.subject_id for event in events],
        [event.at for event in events],
        [json.dumps(event.given) for event in events],
    ]
    rows = await connections.get("default").execute_query_dict(statement(kind), values)
    return [row["id"] for row in rows]


@cache
def statement(kind: MailKind) -> str:
    """Takes arrays of the events' names, subjects, times and given values (JSON)."""
    definition = DEFINITIONS[kind]
    parts = [
        _MAILS.format(
            kind=kind.value,
            # The name of the first delivery's mail is that of the event.
            suffix=f" to the {delivery.recipient.name}" if place else "",
            guarantee=definition.source.guarantee,
            application=definition.source.application,
            document=definition.source.document,
            due=_due(definition),
            earlier=_earlier(definition),
            reply_to=delivery.recipient.reply_to,
            facts=_facts(definition, delivery),
            joins=definition.source.joins,
            address=delivery.recipient.address,
            condition=delivery.condition,
        )
        for place, delivery in enumerate(definition.deliveries)
    ]
    return _INSERT.format(mails="\nUNION ALL\n".join(parts))


def _earlier(definition: Definition) -> str:
    """The join that looks for earlier mails of a kind with an interval."""
    if definition.interval is None:
        return ""
    return _EARLIER.format(application=definition.source.application, kind=definition.kind.value)


def _due(definition: Definition) -> str:
    if definition.interval is None:
        return "event.at"
    return f"greatest(event.at, earlier.ended + interval '{definition.interval.total_seconds():.0f} seconds')"


def _facts(definition: Definition, delivery: Delivery) -> str:
    omitted = delivery.recipient.omitted
    about = {fact.name: fact.sql for fact in (*SENDER, *definition.facts) if fact.name not in omitted}
    return ", ".join(f"'{name}', {sql}" for name, sql in {**about, **delivery.recipient.facts}.items())
