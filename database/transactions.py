"""Transactions, with retries: the only place that begins them."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import asyncpg
from tortoise.transactions import in_transaction

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS = 5
RETRIED = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    # A migration has changed the result of a prepared statement. Outside of transactions asyncpg retries by itself.
    asyncpg.InvalidCachedStatementError,
    asyncpg.OutdatedSchemaCacheError,
)
"""The transaction was rolled back, and a retry may succeed."""


def transactional(act: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Run `act` in one transaction.

    It is retried up to five times after conflicts with other transactions or a migration; so `act` must read the rows
    that it changes.
    """

    @wraps(act)
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with in_transaction():
                    return await act(*args, **kwargs)
            except RETRIED:
                if attempt == ATTEMPTS:
                    raise
                await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 -- spreads retries, no secret
        raise AssertionError  # pragma: no cover -- the loop returns or raises

    return run


def in_snapshot(read: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Run `read` in one transaction that sees the database as it is at the first statement, and changes nothing."""

    @wraps(read)
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        async with in_transaction() as connection:
            await connection.execute_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return await read(*args, **kwargs)

    return run
