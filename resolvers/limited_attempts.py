"""Attempts whose failures are limited by who makes them and by what they try (security/throttle.py)."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from models.errors import TooManyAttempts
from security.throttle import Attempt, AttemptsExhausted, Throttle

EXPENSIVE = frozenset({"signIn", "uploadNotice", "verifyDocument"})
"""Actions of which an attempt counts as failed when its caller is cancelled, because the time of a request is over.

What nobody waits for any more has cost as much. A look-up costs little, and takes long only when the database does.
"""


@asynccontextmanager
async def attempt(
    throttle: Throttle,
    action: str,
    source: str,
    subject: str,
    *,
    record_abandoned: Callable[[], Awaitable[None]] | None = None,
) -> AsyncGenerator[Attempt]:
    """One attempt of an action; say `fail()` where it fails. Raises TooManyAttempts before any work."""
    try:
        async with throttle.attempt(action, source, subject) as tried:
            try:
                yield tried
            except asyncio.CancelledError:
                if action in EXPENSIVE:
                    tried.abandon(record_abandoned)
                raise
    except AttemptsExhausted as error:
        raise TooManyAttempts(error.retry_after) from None
