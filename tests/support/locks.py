"""Forced interleavings: another connection holds rows and decides about them, while an act waits for them."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

import asyncpg

T = TypeVar("T")
WAITING = "SELECT count(*) >= $1 FROM pg_locks WHERE NOT granted"


@asynccontextmanager
async def holding(database_url: str, *statements: str) -> AsyncGenerator[asyncpg.Connection]:
    """A connection in whose transaction these statements were run; it is committed at the end."""
    connection = await asyncpg.connect(database_url)
    try:
        async with connection.transaction():
            for statement in statements:
                await connection.execute(statement)
            yield connection
    finally:
        await connection.close()


async def until_waited_for(holder: asyncpg.Connection, *, waiting: int = 1) -> None:
    """Until so many wait for locks, of whom the first can only wait for what `holder` holds."""
    async with asyncio.timeout(20):
        while not await holder.fetchval(WAITING, waiting):  # noqa: ASYNC110 -- PostgreSQL tells nobody of a lock
            await asyncio.sleep(0.01)


async def decided_meanwhile(database_url: str, act: Awaitable[T], *decision: str) -> T:
    """What came of an act that had to wait for a decision (statements of another connection), which then was committed.

    An act that locks what it judges sees the decision; one that has judged before would overwrite it.
    """
    async with holding(database_url, *decision) as holder:
        task = asyncio.ensure_future(act)
        waiting = asyncio.ensure_future(until_waited_for(holder))
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            waiting.cancel()
            raise AssertionError("it has not waited", await task)
        await waiting
    return await task
