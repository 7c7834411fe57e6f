"""Forced interleaving: another connection holds rows, and acts are seen to wait for them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

WAITING = """SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()"""


@asynccontextmanager
async def another(url: str) -> AsyncGenerator[asyncpg.Connection]:
    """Another connection, inside a transaction that is rolled back unless it was ended."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("BEGIN")
        yield connection
    finally:
        await connection.close()


async def until_waiting(connection: asyncpg.Connection, count: int = 1) -> None:
    """Return once so many statements of others wait for a lock."""
    async with asyncio.timeout(20):
        while int(await connection.fetchval(WAITING) or 0) < count:  # noqa: ASYNC110 -- only the database knows
            await asyncio.sleep(0.01)


async def released(connection: asyncpg.Connection, *acts: Any, end: str = "ROLLBACK") -> list[Any]:
    """What came of acts that all were waiting when the connection ended its transaction; errors among it."""
    tasks = [asyncio.ensure_future(act) for act in acts]
    await until_waiting(connection, len(tasks))
    await connection.execute(end)
    return await asyncio.gather(*tasks, return_exceptions=True)
