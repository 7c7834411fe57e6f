"""The obligee's first reading of what it has received without presenting the key itself (by a system that it uses)."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from tortoise import connections

from models.enums import Role

VIEW = """
WITH unread AS MATERIALIZED (
    SELECT id FROM guarantee WHERE id IN (SELECT guarantee_id FROM certificate WHERE id = ANY($1))
        AND handover_status = 'SENT' AND presented_at IS NOT NULL
    ORDER BY id FOR NO KEY UPDATE
), viewed AS (
    UPDATE guarantee g SET handover_status = 'VIEWED', viewed_at = $2 FROM unread WHERE g.id = unread.id
    RETURNING g.handover_id, g.obligee_id
)
INSERT INTO handover_event (id, handover_id, at, kind, role, party_name)
SELECT uuidv7(), handover_id, $2, 'VIEWED', 'OBLIGEE', obligee.name FROM viewed JOIN obligee ON obligee.id = obligee_id
"""


async def note(certificate_ids: Sequence[UUID], *, role: Role, at: datetime.datetime) -> None:
    """Certificates are read by somebody in `role`: of what an official reads the hand-over is VIEWED from then on."""
    if role is Role.OBLIGEE:
        await connections.get("default").execute_query(VIEW, [list(certificate_ids), at])
