"""The one place where transactions are begun and repeated."""

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
REPEATED = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    # A migration has changed what a prepared statement answers with. Outside of transactions asyncpg repeats by itself.
    asyncpg.InvalidCachedStatementError,
    asyncpg.OutdatedSchemaCacheError,
)
"""Nothing has been done, and it may work the next time."""


def transactional(act: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Run `act` in one transaction: whole or not at all.

    What others' transactions or a migration got in the way of is tried again, up to five times; so `act` must read what
    it changes itself.
    """

    @wraps(act)
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with in_transaction():
                    return await act(*args, **kwargs)
            except REPEATED:
                if attempt == ATTEMPTS:
                    raise
                await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 -- spreads retries, no secret
        raise AssertionError  # pragma: no cover -- the loop returns or raises

    return run
