"""Stuck jobs: dead ones, failed ones that will be retried, and ones that no worker claims."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from tortoise import connections

from database.transactions import transactional
from models.document import Document
from models.job import Job
from models.outgoing_mail import OutgoingMail
from resolvers import audit

TABLES: Sequence[type[Job]] = (Document, OutgoingMail)
OVERDUE = datetime.timedelta(minutes=5)
"""A job that has been due for longer is not claimed by any worker."""
MOST = 200

_OF_TABLE = """
SELECT '{name}' AS job, kind::text, id, state::text, attempts, due_at, last_error FROM {table}
WHERE state = 'DEAD' OR (state = 'WAITING' AND (last_error IS NOT NULL OR due_at < $1))
"""
FIND = (
    " UNION ALL ".join(_OF_TABLE.format(name=each.NAME, table=each._meta.db_table) for each in TABLES)  # noqa: SLF001 -- Tortoise has no public name for it
    + f" ORDER BY state, due_at, id LIMIT {MOST}"
)


class Stuck(NamedTuple):
    """A stuck job."""

    job: str
    kind: str
    id: UUID
    state: str
    attempts: int
    due_at: datetime.datetime
    last_error: str | None


async def find(*, at: datetime.datetime) -> list[Stuck]:
    """Dead ones first, then the longest due; at most MOST."""
    return [Stuck(**row) for row in await connections.get("default").execute_query_dict(FIND, [at - OVERDUE])]


@transactional
async def retry(*, at: datetime.datetime, ids: Sequence[UUID] | None = None) -> int:
    """Retry dead jobs now, with as many attempts as new ones: these, or all. Returns how many."""
    count = 0
    for table in TABLES:
        dead = table.filter(state="DEAD") if ids is None else table.filter(state="DEAD", id__in=ids)
        found = [job.id for job in await dead.select_for_update().only("id")]
        if found:
            await table.filter(id__in=found).update(**table.RELEASED, due_at=at)
            await audit.record_system(f"{table.NAME}.released", found, at=at)
        count += len(found)
    return count
