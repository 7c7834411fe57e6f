"""Recording readings: durable before they are answered, in one commit for all that are answered together."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from tortoise import connections
from uuid_utils.compat import uuid7

from database.batching import Batcher
from models.viewer import Viewer

WRITE = """
WITH presented AS (
    UPDATE guarantee SET presented_at = p.at
    FROM unnest($9::uuid[], $10::timestamptz[]) AS p (id, at)
    WHERE guarantee.id = p.id AND guarantee.presented_at IS NULL
)
INSERT INTO audit_event (id, at, role, actor_id, address, action, subject_id, subject)
SELECT * FROM unnest(
    $1::uuid[], $2::timestamptz[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::text[]
)
"""


class _Entry(NamedTuple):
    id: UUID
    at: datetime.datetime
    role: str
    actor_id: UUID
    address: str
    action: str
    subject_id: UUID | None
    subject: str | None
    is_presented: bool


async def write(
    action: str,
    *,
    viewer: Viewer,
    at: datetime.datetime,
    subject_id: UUID | None = None,
    subject: str | None = None,
    is_presented: bool = False,
) -> None:
    """Record a reading, and with `is_presented` that the obligee has presented the key of the guarantee `subject_id`.

    Returns when it is committed.
    """
    role, actor_id, address = viewer.role.value, viewer.actor_id, viewer.address
    await _write(_Entry(uuid7(), at, role, actor_id, address, action, subject_id, subject, is_presented))


async def _write_all(entries: Sequence[_Entry]) -> Sequence[None]:
    columns = [list(column) for column in zip(*(entry[:-1] for entry in entries), strict=True)]
    presented = {entry.subject_id: entry.at for entry in entries if entry.is_presented}
    values = [*columns, list(presented.keys()), list(presented.values())]
    await connections.get("default").execute_query(WRITE, values)
    return [None] * len(entries)


_write = Batcher(_write_all)
