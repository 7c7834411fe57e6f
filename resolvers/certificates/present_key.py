"""What it does to a hand-over that number and key are presented, in SQL: a part of the look-up's own statement.

`HandedOver.present` (models/handover.py) says the same of one object;
tests/resolvers/certificates/test_present_key.py compares them.
"""

from collections.abc import Mapping
from typing import NamedTuple

from models.enums import Role
from models.parties.obligee import HandoverChannel

NEWS_TO_NOBODY = "false"

PRESENTED = """, news AS MATERIALIZED (
    SELECT id, handover_status IN ('NOT_SENT', 'RETURNED') AS begins FROM guarantee
    WHERE id IN (SELECT guarantee_id FROM found WHERE is_news) ORDER BY id FOR NO KEY UPDATE
), presented AS (
    UPDATE guarantee g SET presented_at = coalesce(presented_at, found.at),
        sent_at = CASE WHEN begins THEN found.at ELSE sent_at END,
        handover_channel = CASE WHEN begins THEN '{channel}' ELSE handover_channel END,
        handover_status = {status}, viewed_at = {viewed_at}, decided_at = NULL, return_reason = NULL
    FROM news JOIN found ON found.guarantee_id = news.id WHERE g.id = news.id AND {is_news}
    RETURNING g.handover_id, g.obligee_id, found.at, found.name, begins
), told AS (
    INSERT INTO handover_event (id, handover_id, at, kind, channel, role, party_name)
    SELECT uuidv7(), handover_id, presented.at, kind, CASE kind WHEN 'SENT' THEN '{channel}' END, '{role}', {party}
    FROM presented CROSS JOIN unnest(ARRAY{kinds}) AS kind
    WHERE begins OR kind <> 'SENT'
)"""
"""Guarantees are locked in the order of their ids, so that two statements cannot wait for each other.

What the lock has waited for counts: `begins` and the second look at `is_news` are of the row as it is then.
"""


class Presenting(NamedTuple):
    """What it does that a role presents number and key."""

    role: Role
    is_news: str
    """The condition on guarantees under which it does anything."""
    channel: HandoverChannel
    """By which way they came, if nothing was sent."""
    status: str
    viewed_at: str
    kinds: list[str]
    """What happens: of these SENT only if a hand-over begins."""
    party: str

    @property
    def sql(self) -> str:
        """The part of the statement."""
        return PRESENTED.format(**self._asdict())


PRESENTING: Mapping[Role | None, Presenting] = {
    Role.OBLIGEE: Presenting(
        Role.OBLIGEE,
        "g.handover_status IN ('NOT_SENT', 'SENT', 'RETURNED')",
        HandoverChannel.DIRECT,
        "'VIEWED'",
        "found.at",
        ["SENT", "VIEWED"],
        "(SELECT obligee.name FROM obligee WHERE obligee.id = obligee_id)",
    ),
    Role.E_CONTRACT_SYSTEM: Presenting(
        Role.E_CONTRACT_SYSTEM,
        "(g.presented_at IS NULL OR g.handover_status = 'RETURNED')",
        HandoverChannel.E_CONTRACT_SYSTEM,
        "CASE WHEN begins THEN 'SENT' ELSE handover_status END",
        "CASE WHEN begins THEN NULL ELSE viewed_at END",
        ["SENT"],
        "presented.name",
    ),
}
"""A system receives for the obligee; people of the obligee also read."""
