"""Receiving PostgreSQL notifications (LISTEN) on a connection of its own."""

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg
import structlog

from database.connection import is_unreachable

SECONDS_BEFORE_AGAIN = 1

log = structlog.get_logger(__name__)


async def listen(url: str, channel: str, *, heard: Callable[[str], None], stop: asyncio.Event) -> None:
    """Call `heard` with each payload on `channel`, and with "" after each (re)connection, until `stop` is set.

    Notifications may be lost while the connection is down, so callers must poll as well.
    """
    stopped = asyncio.create_task(stop.wait())
    while not stop.is_set():
        try:
            await _listen(url, channel, heard, stopped)
        except Exception as error:
            if not is_unreachable(error):
                log.exception("listening_failed")
        await asyncio.wait([stopped], timeout=SECONDS_BEFORE_AGAIN)


async def _listen(url: str, channel: str, heard: Callable[[str], None], stopped: asyncio.Task[Any]) -> None:
    connection = await asyncpg.connect(url, timeout=5)
    ended = asyncio.get_running_loop().create_future()

    def end(_: object) -> None:
        if not ended.done():
            ended.set_result(None)

    try:
        connection.add_termination_listener(end)
        await connection.add_listener(channel, lambda *notice: heard(notice[-1]))
        heard("")
        await asyncio.wait([stopped, ended], return_when=asyncio.FIRST_COMPLETED)
    finally:
        await connection.close(timeout=5)
