"""The worker: does what nobody asks for, until it is told to stop."""

import asyncio
import datetime
from collections.abc import Awaitable, Callable

import structlog

from database.connection import is_unreachable
from mail.dispatch import Dispatch
from resolvers import document_making, housekeeping
from resolvers.archive import Archive

SECONDS_BETWEEN = 60
SECONDS_BETWEEN_DOCUMENTS = 0.1
"""A look at an index that has only what is left to do."""
SECONDS_AFTER_FAILURE = 5

log = structlog.get_logger(__name__)


async def run(
    stop: asyncio.Event,
    *,
    archive: Archive,
    mails: Dispatch,
    database_url: str,
    clock: Callable[[], datetime.datetime],
) -> None:
    """Make documents, send mails and keep house; finishes what is in hand when `stop` is set."""

    async def keep_house() -> bool:
        done = await housekeeping.run(at=clock())
        if any(done.values()):
            log.info("housekeeping", **done)
        return False

    async def make_documents() -> bool:
        return await document_making.make_due(archive=archive, at=clock()) > 0

    await asyncio.gather(
        mails.run(stop, database_url=database_url),
        _repeat(keep_house, stop, SECONDS_BETWEEN),
        _repeat(make_documents, stop, SECONDS_BETWEEN_DOCUMENTS),
    )


async def _repeat(act: Callable[[], Awaitable[bool]], stop: asyncio.Event, seconds: float) -> None:
    """Again and again, without a pause as long as `act` says that there is more; outlives whatever goes wrong."""
    while not stop.is_set():
        pause = seconds
        try:
            has_more = await act()
        except Exception as error:
            has_more, pause = False, max(seconds, SECONDS_AFTER_FAILURE)
            if is_unreachable(error):
                log.warning("database_unreachable", error=str(error))
            else:
                log.exception("work_failed")
        if has_more:
            continue
        try:
            await asyncio.wait_for(stop.wait(), pause)
        except TimeoutError:
            continue
