"""Attempts whose failures are limited by source and by subject (security/throttle.py)."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from models.refusals import TooManyAttempts
from security.throttle import Attempt, AttemptsExhausted, Throttle

EXPENSIVE = frozenset({"signIn", "changePassword", "uploadNotice", "verifyDocument"})
"""Actions whose attempts count as failed if the caller is cancelled because the request has timed out.

An abandoned attempt costs as much as a failed one. A look-up costs little, and is slow only if the database is slow.
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
    """One attempt of an action; call `fail()` on failure. Raises TooManyAttempts before any work."""
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
