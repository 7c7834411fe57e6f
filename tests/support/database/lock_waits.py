"""Forced interleavings: another connection holds row locks, and the test sees use cases wait for them."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg

T = TypeVar("T")
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
"""Not pg_stat_activity: a transaction sees the list of backends as of its first query."""


@asynccontextmanager
async def open_transaction(url: str) -> AsyncGenerator[asyncpg.Connection]:
    """Another connection, inside a transaction that is rolled back unless it was ended."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("BEGIN")
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def holding_locks(database_url: str, *statements: str) -> AsyncGenerator[asyncpg.Connection]:
    """A connection whose transaction has run these statements; it is committed at the end."""
    connection = await asyncpg.connect(database_url)
    try:
        async with connection.transaction():
            for statement in statements:
                await connection.execute(statement)
            yield connection
    finally:
        await connection.close()


async def until_waited_for(connection: asyncpg.Connection, *, waiting: int = 1) -> None:
    """Return once so many statements of other connections wait for a lock."""
    async with asyncio.timeout(20):
        while int(await connection.fetchval(WAITING) or 0) < waiting:  # noqa: ASYNC110 -- PostgreSQL does not notify
            await asyncio.sleep(0.01)


async def results_after_release(connection: asyncpg.Connection, *calls: Any, end: str = "ROLLBACK") -> list[Any]:
    """Results of calls that all waited when the connection ended its transaction, including exceptions."""
    tasks = [asyncio.ensure_future(call) for call in calls]
    await until_waited_for(connection, waiting=len(tasks))
    await connection.execute(end)
    return await asyncio.gather(*tasks, return_exceptions=True)


async def decided_concurrently(database_url: str, call: Awaitable[T], *decision: str) -> T:
    """The result of a call that waited for a decision (statements of another connection) to be committed.

    A use case that locks what it checks sees the decision; one that checks before it locks would overwrite it.
    """
    async with holding_locks(database_url, *decision) as holder:
        task = asyncio.ensure_future(call)
        waiting = asyncio.ensure_future(until_waited_for(holder))
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            waiting.cancel()
            raise AssertionError("it has not waited", await task)
        await waiting
    return await task
