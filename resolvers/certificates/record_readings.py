"""Readings of certificates in lists, nodes and CSV files by officials and e-contract systems, each in the audit log."""

import datetime
from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

import orjson
from tortoise import connections

from database.batching import Batcher
from models.certificate import Certificate
from models.parties.viewer import Viewer
from resolvers.access import OBLIGEES as READERS
from resolvers.loading import Loadable, Reader, rows_in
from resolvers.relations import Include

ACTION = "certificate.listed"
STATEMENT = f"""
INSERT INTO audit_event (id, at, role, actor_id, address, action, subject_id)
SELECT uuidv7(), min(at), role, actor_id, address, '{ACTION}', guarantee_id
FROM (
    SELECT at, role, actor_id, address, unnest(guarantee_ids) AS guarantee_id FROM json_to_recordset($1)
    AS reading (at timestamptz, role text, actor_id uuid, address text, guarantee_ids uuid[])
) reading
WHERE NOT EXISTS (
    SELECT FROM audit_event e
    WHERE e.subject_id = guarantee_id AND e.at > reading.at - interval '1 hour' AND e.at <= reading.at
        AND e.action = '{ACTION}' AND e.actor_id = reading.actor_id AND e.address = reading.address
        AND e.at >= (
            SELECT max(greatest(c.issued_at, c.ended_at)) FROM certificate c WHERE c.guarantee_id = reading.guarantee_id
        )
    OFFSET 0
)
GROUP BY role, actor_id, address, guarantee_id
"""  # noqa: S608 -- a name of ours
"""One event an hour for each viewer, address and version: more readings tell nothing new and fill the log.

A version holds since the last one was issued or ended, also one that holds again after a cancelled one.

The index of events by subject and time finds the earlier one; OFFSET keeps every plan to it, where a join would read
all events of the action. Readings at the same moment may each be recorded.
"""


class _Reading(NamedTuple):
    viewer: Viewer
    guarantee_ids: Collection[UUID]
    at: datetime.datetime


async def record(guarantee_ids: Collection[UUID], *, viewer: Viewer, at: datetime.datetime) -> None:
    """Record, once an hour, that the viewer reads the certificates of these guarantees; readers share a commit."""
    await _batcher(_Reading(viewer, guarantee_ids, at))


async def record_loaded(rows: Sequence[Loadable], include: Include, reader: Reader) -> None:
    """Record the certificates that were loaded and are not yet recorded; a step of Reader.after_load."""
    viewer = reader.viewer
    if viewer is None or viewer.role not in READERS:
        return
    read = {row.guarantee_id for row in rows_in(rows, include) if isinstance(row, Certificate)} - reader.recorded
    if read:
        await record(read, viewer=viewer, at=reader.at)
        reader.recorded.update(read)


async def _record(readings: Sequence[_Reading]) -> Sequence[None]:
    records = [
        {
            "at": reading.at,
            "role": reading.viewer.role,
            "actor_id": reading.viewer.actor_id,
            "address": reading.viewer.address,
            "guarantee_ids": list(reading.guarantee_ids),
        }
        for reading in readings
    ]
    await connections.get("default").execute_query(STATEMENT, [orjson.dumps(records, default=str).decode()])
    return [None] * len(readings)


_batcher = Batcher(_record)
