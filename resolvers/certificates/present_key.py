"""The effect of presenting number and key on a hand-over, in SQL: a part of the look-up's statement.

models/handover_transitions.py defines it, also for HandedOver.present.
"""

from collections.abc import Mapping
from typing import NamedTuple

from models.enums import Role
from models.handover_transitions import HANDOVER_ACTS, HandoverAct
from models.parties.obligee import HandoverChannel

NO_CHANGE = "false"
"""The condition under which presenting changes nothing."""

PRESENTED = """, presentable AS MATERIALIZED (
    SELECT id, handover_status AS before FROM guarantee
    WHERE id IN (SELECT guarantee_id FROM found WHERE is_changed) ORDER BY id FOR NO KEY UPDATE
), presented AS (
    UPDATE guarantee g SET {assignments}
    FROM presentable JOIN found ON found.guarantee_id = presentable.id WHERE g.id = presentable.id AND {condition}
    RETURNING g.handover_id, g.obligee_id, found.at, found.name, before
), events AS (
    INSERT INTO handover_event (id, handover_id, at, kind, channel, role, party_name)
    SELECT uuidv7(), handover_id, presented.at, kind, CASE kind WHEN 'SENT' THEN '{channel}' END, '{role}', {party}
    FROM presented CROSS JOIN unnest({events}) AS kind
)"""
"""Guarantees are locked in the order of their ids, which prevents deadlocks.

`before` and the second condition use the row as it is after the wait for the lock.
"""
PRESENTED_BY_SYSTEM = """, noted AS (
    INSERT INTO key_presentation (id, api_client_id, guarantee_id, presented_at)
    SELECT uuidv7(), actor_id, guarantee_id, at FROM found ON CONFLICT DO NOTHING
)"""
"""A system sees what it has presented (resolvers/access.py)."""


class Presenting(NamedTuple):
    """The effect when a role presents number and key."""

    role: Role
    act: HandoverAct
    channel: HandoverChannel
    """The channel, if nothing was sent."""
    party: str

    @property
    def condition(self) -> str:
        """The condition on guarantees (g) under which it changes anything."""
        return HANDOVER_ACTS[self.act].condition("g")

    @property
    def sql(self) -> str:
        """The part of the statement."""
        act, given = HANDOVER_ACTS[self.act], {"handover_channel": f"'{self.channel}'"}
        more = PRESENTED_BY_SYSTEM if self.role is Role.E_CONTRACT_SYSTEM else ""
        return more + PRESENTED.format(
            assignments=act.assignments("g", before="before", at="found.at", given=given),
            condition=self.condition,
            events=act.events("before"),
            channel=self.channel,
            role=self.role,
            party=self.party,
        )


PRESENTING: Mapping[Role | None, Presenting] = {
    Role.OBLIGEE: Presenting(
        Role.OBLIGEE,
        HandoverAct.OPEN,
        HandoverChannel.DIRECT,
        "(SELECT obligee.name FROM obligee WHERE obligee.id = obligee_id)",
    ),
    Role.E_CONTRACT_SYSTEM: Presenting(
        Role.E_CONTRACT_SYSTEM, HandoverAct.RECEIVE, HandoverChannel.E_CONTRACT_SYSTEM, "presented.name"
    ),
}
"""A system receives for the obligee; people of the obligee also read."""
