"""One attempt at one job: every outcome is settled, for this job only."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

import structlog

from database.connection import is_unreachable
from models.job import LEASE, MOST_KILLS, ConnectionFailure, Failure, Job
from pdf.documents.renderer import describe_error

SECONDS = LEASE.total_seconds() / 2
"""For one attempt."""
SECONDS_BETWEEN = 0.2
"""Between attempts to settle a job while the database is unreachable."""

log = structlog.get_logger(__name__)

J = TypeVar("J", bound=Job)


async def attempt(
    job: J,
    run: Callable[[J], Awaitable[None]],
    *,
    clock: Callable[[], datetime],
    is_stopping: Callable[[], bool] = lambda: True,
) -> bool:
    """Run a claimed job, and settle it as done, to be retried, or dead; returns whether this attempt has done it.

    While the database is unreachable it waits to settle, unless it is stopping: an unsettled job would be repeated.
    Raises ConnectionFailure, and the errors of an unreachable database.
    """
    reason: Exception | None = None
    if job.abandoned is not None and job.attempts > MOST_KILLS:
        job.attempts -= 1
        job.give_up(f"the worker died at attempt {job.attempts}", at=clock())
    else:
        reason = await _tried(job, run, clock)
    is_done = reason is None and job.last_error is None
    if not is_done:
        _report(job, reason)
    counts = await _settled(job, clock, is_stopping)
    if reason is not None:
        raise reason
    return is_done and counts


async def _tried(job: J, run: Callable[[J], Awaitable[None]], clock: Callable[[], datetime]) -> Exception | None:
    """Record the outcome on the job; returns the error if it concerns all jobs of its kind."""
    limit = asyncio.timeout(SECONDS)
    try:
        async with limit:
            await run(job)
    except ConnectionFailure as error:
        job.put_back(str(error), at=clock())
        return error
    except Failure as error:
        error.note(job, at=clock())
    except Exception as error:
        if limit.expired():
            job.postpone(f"not done within {SECONDS:g} s", at=clock())
        elif is_unreachable(error) and not job.is_exhausted:
            # The attempt counts, or a job that always fails like this would be retried for ever.
            job.due_at = clock()
            return error
        else:
            log.exception("attempt_failed", job=job.NAME, id=str(job.id))
            job.postpone(describe_error(error), at=clock())
    else:
        job.succeed(at=clock())
    return None


def _report(job: Job, reason: Exception | None) -> None:
    """Log the failure; the caller logs an unreachable database."""
    if isinstance(reason, ConnectionFailure):
        level, name = job.UNREACHABLE
    elif reason is not None:
        return
    else:
        level, name = job.DIED if job.state == "DEAD" else job.POSTPONED
    kind: Any = getattr(job, "kind", None)
    fields = {f"{job.NAME}_id": str(job.id), "kind": kind and kind.value, "attempts": job.attempts}
    getattr(log, level)(name, **fields, error=job.last_error, due_at=job.due_at.isoformat())


async def _settled(job: Job, clock: Callable[[], datetime], is_stopping: Callable[[], bool]) -> bool:
    """Whether the stored outcome counts. Raises the errors of an unreachable database."""
    while True:
        try:
            return await job.settle()
        except Exception as error:
            if not is_unreachable(error):
                return await _settled_as_failed(job, error, clock)
            if is_stopping():
                raise
        await asyncio.sleep(SECONDS_BETWEEN)


async def _settled_as_failed(job: Job, error: Exception, clock: Callable[[], datetime]) -> bool:
    """The outcome cannot be stored, which is a failure too. If storing that fails as well, the lease expires."""
    log.error("job_not_settled", job=job.NAME, id=str(job.id), error=describe_error(error))
    fresh = type(job)(id=job.id, claim=job.claim, attempts=job.attempts, state="WAITING", due_at=job.due_at)
    fresh.postpone(describe_error(error), at=clock())
    try:
        await fresh.settle()
    except Exception:
        log.exception("job_not_settled", job=job.NAME, id=str(job.id))
    return False
