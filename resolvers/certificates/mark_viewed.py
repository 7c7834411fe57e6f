"""Marking certificates as viewed that a system has received for the obligee, when an official first reads them."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from tortoise import connections

from models.enums import Role
from models.handover_transitions import HANDOVER_ACTS, HandoverAct

_VIEW = HANDOVER_ACTS[HandoverAct.VIEW]
VIEW = f"""
WITH unread AS MATERIALIZED (
    SELECT id, handover_status AS before FROM guarantee
    WHERE id IN (SELECT guarantee_id FROM certificate WHERE id = ANY($1)) AND {_VIEW.condition("guarantee")}
    ORDER BY id FOR NO KEY UPDATE
), viewed AS (
    UPDATE guarantee g SET {_VIEW.assignments("g", before="before", at="$2", given={})}
    FROM unread WHERE g.id = unread.id
    RETURNING g.handover_id, g.obligee_id, before
)
INSERT INTO handover_event (id, handover_id, at, kind, role, party_name)
SELECT uuidv7(), handover_id, $2, kind, 'OBLIGEE', obligee.name
FROM viewed JOIN obligee ON obligee.id = obligee_id CROSS JOIN unnest({_VIEW.events("before")}) AS kind
"""  # noqa: S608 -- constant names


async def certificates(ids: Sequence[UUID], *, role: Role, at: datetime.datetime) -> None:
    """Record a reading in `role`: a hand-over is VIEWED once an official has read its certificate."""
    if role is Role.OBLIGEE:
        await connections.get("default").execute_query(VIEW, [list(ids), at])
