"""Who has which mails in hand: claimed with a lease, and settled when it is clear what has become of them."""

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tortoise import connections

from database.batching import Batcher
from models.outgoing_mail import LEASE, OutgoingMail

BATCH = 20

CLAIM = f"""
WITH picked AS MATERIALIZED (
    SELECT id FROM outgoing_mail WHERE state = 'WAITING' AND due_at <= $1
    ORDER BY due_at LIMIT {BATCH} FOR UPDATE SKIP LOCKED
)
UPDATE outgoing_mail AS mail SET attempts = attempts + 1, due_at = $2, claim = $3
FROM picked WHERE mail.id = picked.id
RETURNING mail.*
"""  # noqa: S608 -- a number of ours
"""Takes what is due, the longest waiting first; what others are taking at the moment is passed over."""
SETTLE = """
UPDATE outgoing_mail AS mail SET claim = NULL, state = settled.state, due_at = settled.due_at,
    attempts = settled.attempts, last_error = settled.last_error, sent_at = settled.sent_at
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::smallint[], $6::text[], $7::timestamptz[])
    AS settled (id, claim, state, due_at, attempts, last_error, sent_at)
WHERE mail.id = settled.id AND mail.state <> 'SENT' AND (mail.claim = settled.claim OR settled.state = 'SENT')
"""
"""A claim that was taken over meanwhile no longer counts, but what a server has accepted is sent, whoever says so."""
_SETTLED = ("id", "claim", "state", "due_at", "attempts", "last_error", "sent_at")


async def claim(claimant: UUID, *, at: datetime.datetime) -> Sequence[OutgoingMail]:
    """Some mails that are due; for two minutes they are this claimant's alone, which no other one's id may equal."""
    rows = await connections.get("default").execute_query_dict(CLAIM, [at, at + LEASE, claimant])
    # What querysets do, for rows that come from elsewhere.
    return [OutgoingMail._init_from_db(**row) for row in rows]  # noqa: SLF001


async def _settle(mails: Sequence[OutgoingMail]) -> Sequence[None]:
    columns: list[list[Any]] = [[getattr(mail, name) for mail in mails] for name in _SETTLED]
    await connections.get("default").execute_query(SETTLE, columns)
    return [None] * len(mails)


settle = Batcher(_settle)
"""Note what has become of a mail; whoever notes at the same moment shares a statement."""
