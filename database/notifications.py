"""Hearing of what other processes have committed, on a connection of its own."""

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg
import structlog

from database.connection import is_unreachable

SECONDS_BEFORE_AGAIN = 1

log = structlog.get_logger(__name__)


async def listen(url: str, channel: str, *, heard: Callable[[str], None], stop: asyncio.Event) -> None:
    """Call `heard` with each notice on `channel`, and with "" after each gap in listening, until `stop` is set.

    A notice is a hint: it may be missed, so whoever waits for one looks by himself as well.
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
