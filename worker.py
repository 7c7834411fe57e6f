"""The worker: does what nobody asks for, until it is told to stop."""

import asyncio
import datetime
from collections.abc import Callable

import structlog

from database.connection import is_unreachable
from mail.dispatch import Dispatch
from resolvers import housekeeping

SECONDS_BETWEEN = 60

log = structlog.get_logger(__name__)


async def run(
    stop: asyncio.Event, *, mails: Dispatch, database_url: str, clock: Callable[[], datetime.datetime]
) -> None:
    """Send mails and keep house; finishes what is in hand when `stop` is set, outlives whatever goes wrong."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(mails.run(stop, database_url=database_url))
        tasks.create_task(_keep_house(stop, clock))


async def _keep_house(stop: asyncio.Event, clock: Callable[[], datetime.datetime]) -> None:
    while not stop.is_set():
        try:
            done = await housekeeping.run(at=clock())
        except Exception as error:
            if is_unreachable(error):
                log.warning("database_unreachable", error=str(error))
            else:
                log.exception("housekeeping_failed")
        else:
            if any(done.values()):
                log.info("housekeeping", **done)
        try:
            await asyncio.wait_for(stop.wait(), SECONDS_BETWEEN)
        except TimeoutError:
            continue
