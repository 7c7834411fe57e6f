"""Marking guarantees whose last day is over, by the worker. What they answer does not depend on the mark."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from tortoise import connections

from database.transactions import transactional
from models.applying.guarantee_acts import GUARANTEE_ACTS, GuaranteeAct
from models.numbering import today
from resolvers import audit

BATCH = 500
"""Guarantees of one transaction: acts on a guarantee wait for one batch at most."""
MARK = """
WITH due AS (
    SELECT id FROM guarantee WHERE status = ANY($1) AND expiry_date < $2
    ORDER BY id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE guarantee SET status = 'EXPIRED', ended_at = (expiry_date + 1)::timestamp AT TIME ZONE 'Asia/Tokyo'
FROM due WHERE guarantee.id = due.id
RETURNING guarantee.id
"""
"""Ended when the day after the last one began, in Japan, whenever the worker runs.

What another worker or an act has locked is skipped, and marked by the next run if it is still due.
"""
_FROM = sorted(GUARANTEE_ACTS[GuaranteeAct.EXPIRE])


async def expire(*, at: datetime.datetime, batch: int = BATCH) -> int:
    """Mark all that are due, also those of missed nights, in one transaction for each batch; returns their number.

    Any number of processes may call it at any time; one that is killed leaves whole batches.
    """
    count = 0
    while marked := await _mark(at=at, batch=batch):
        count += len(marked)
    return count


@transactional
async def _mark(*, at: datetime.datetime, batch: int) -> Sequence[UUID]:
    rows = await connections.get("default").execute_query_dict(MARK, [_FROM, today(at), batch])
    ids = [row["id"] for row in rows]
    if ids:
        await audit.record_system("guarantee.expired", ids, at=at)
    return ids
