"""The hourly digest of a branch: the applications that no mail has told it of."""

import datetime
import json

from tortoise import connections

from database.transactions import transactional
from mail import outbox
from mail.outbox import Event
from models.outgoing_mail import MailKind

MOST_LISTED = 20
"""Applications in one mail; it says how many others there are."""
LOCK = 0x646967657374
"""Key of the advisory lock; arbitrary, but unique."""
TELL = """
WITH told AS (
    UPDATE application SET untold_since = NULL
    WHERE untold_since < $1 AND NOT EXISTS (
        SELECT FROM outgoing_mail AS earlier
        WHERE earlier.event = 'branch digest:' || application.submission_branch_id || ':' || $2)
    RETURNING application.id, application.submission_branch_id, old.untold_since AS since
), listed AS (
    SELECT *, row_number() OVER (PARTITION BY submission_branch_id ORDER BY since, id) AS place FROM told
)
SELECT submission_branch_id AS branch_id, count(*) AS count,
    jsonb_agg(jsonb_build_object('id', id, 'day', (since AT TIME ZONE 'Asia/Tokyo')::date) ORDER BY place)
        FILTER (WHERE place <= $3) AS applications
FROM listed GROUP BY submission_branch_id ORDER BY submission_branch_id
"""
"""Counts as told all applications from before $1 whose branch has had no digest in the hour $2, by branch."""


@transactional
async def send(*, at: datetime.datetime) -> int:
    """Enqueue the digests of the hours that are over; returns their number. At most one an hour for each branch.

    Concurrent calls wait for each other, so that what one has told is not told again.
    """
    execute = connections.get("default").execute_query_dict
    await execute("SELECT pg_advisory_xact_lock($1)", [LOCK])
    hour = at.astimezone(datetime.UTC).replace(minute=0, second=0, microsecond=0)
    name = f"{hour:%Y-%m-%dT%H}"
    events = [
        Event(f"branch digest:{row['branch_id']}:{name}", row["branch_id"], at, _given(row))
        for row in await execute(TELL, [hour, name, MOST_LISTED])
    ]
    return len(await outbox.enqueue(MailKind.BRANCH_DIGEST, events))


def _given(row: dict[str, object]) -> dict[str, object]:
    return {"count": row["count"], "applications": json.loads(str(row["applications"]))}
