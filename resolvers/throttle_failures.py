"""The throttle's failures, in the database that all processes share.

The database's clock decides what still counts; processes need no common clock.
"""

import asyncio
import datetime
from collections.abc import Mapping, Sequence
from contextlib import suppress

import orjson
import structlog
from tortoise import connections

from database.connection import is_unreachable, log_unreachable
from database.notifications import listen
from resolvers import sign_in_sources
from security import rate_limit_keys
from security.rate_limit_keys import RateLimitKey
from security.throttle import Failures, Throttle

CHANNEL = "failure"
LIFETIME = datetime.timedelta(seconds=rate_limit_keys.WINDOW_SECONDS)
SECONDS_BETWEEN = 10
"""Between full reads of the table, in case of missed notifications."""
LEFT = f"""ARRAY(
    SELECT extract(epoch FROM at + '{rate_limit_keys.WINDOW_SECONDS} seconds' - clock_timestamp())::float8
    FROM unnest(failed_at) AS at
)"""  # noqa: S608 -- a constant number

COUNT = f"""
WITH asked AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[])
    AS asked (id, action, source, subject, most)
), counted AS (
    INSERT INTO failure_window AS known (id, failed_at)
    SELECT id, ARRAY[clock_timestamp()] FROM asked
    ON CONFLICT (id) DO UPDATE SET failed_at = ARRAY(
        SELECT at FROM unnest(known.failed_at) AS at WHERE at > clock_timestamp() - $6::interval
    ) || clock_timestamp()
    RETURNING id, cardinality(failed_at) AS times, {LEFT} AS "left"
), recorded AS (
    INSERT INTO audit_event (id, at, address, action, subject)
    SELECT uuidv7(), clock_timestamp(), source, action || '.exhausted', subject
    FROM counted JOIN asked USING (id) WHERE times = most
)
SELECT id, "left",
    CASE WHEN times >= most THEN pg_notify('{CHANNEL}', json_build_object(id, "left")::text)::text END
FROM counted JOIN asked USING (id)
"""  # noqa: S608 -- constant names
"""The first to insert or lock a row counts first: each failure has a separate position in its window.

The wider window comes first in every call: a call that waits for a row holds none that others wait for.
"""
COUNTING = "failed_at[cardinality(failed_at)] > clock_timestamp() - $1::interval"
READ = f"""
SELECT id, {LEFT} AS "left" FROM failure_window
WHERE {COUNTING} AND cardinality(failed_at) >= {rate_limit_keys.MAX_FAILURES_PER_SUBJECT}
"""  # noqa: S608 -- constant names
"""One failure from each of many addresses makes long tables; processes need not read such windows."""

log = structlog.get_logger(__name__)


async def count(failed: Sequence[RateLimitKey]) -> Mapping[str, Failures]:
    """Count a failure in each window, the wider one first; returns all that count there now, including this one.

    The failure that exhausts a window is recorded in the audit log, and sent to all processes.
    """
    columns = [
        [window.id for window in failed],
        [window.action for window in failed],
        [window.source for window in failed],
        [window.subject for window in failed],
        [window.limit for window in failed],
    ]
    rows = await connections.get("default").execute_query_dict(COUNT, [*columns, LIFETIME])
    return {row["id"]: row["left"] for row in rows}


async def read() -> Mapping[str, Failures]:
    """All failures that count in possibly exhausted windows, by the window's id."""
    rows = await connections.get("default").execute_query_dict(READ, [LIFETIME])
    return {row["id"]: row["left"] for row in rows}


async def subscribe(throttle: Throttle, *, database_url: str, stop: asyncio.Event) -> None:
    """Keep `throttle` informed of other processes' counts and known sources, until `stop` is set.

    A notification has each window as it is exhausted. After a gap in listening, and every few seconds in case of an
    unnoticed gap, all possibly exhausted windows are read again.
    """
    gap = asyncio.Event()

    def hear(notice: str) -> None:
        if notice:
            throttle.merge(orjson.loads(notice))
        else:
            gap.set()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listen(database_url, CHANNEL, heard=hear, stop=stop))
        tasks.create_task(_refresh(throttle, gap, stop))
        await stop.wait()
        gap.set()


async def _refresh(throttle: Throttle, gap: asyncio.Event, stop: asyncio.Event) -> None:
    seconds = sign_in_sources.ALL_SECONDS
    while not stop.is_set():
        gap.clear()
        try:
            await throttle.refresh(read)
            await sign_in_sources.read(throttle.known_sources, seconds=seconds)
            seconds = sign_in_sources.RECENT_SECONDS
        except Exception as error:
            if is_unreachable(error):
                log_unreachable(error)
            else:
                log.exception("failures_not_read")
            seconds = sign_in_sources.ALL_SECONDS
        with suppress(TimeoutError):
            await asyncio.wait_for(gap.wait(), SECONDS_BETWEEN)
