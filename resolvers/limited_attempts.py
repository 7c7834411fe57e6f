"""Attempts whose failures are limited by source and by subject (security/throttle.py)."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from models.errors import TooManyAttempts
from security.throttle import Attempt, AttemptsExhausted, Throttle


@asynccontextmanager
async def attempt(throttle: Throttle, action: str, source: str, subject: str) -> AsyncGenerator[Attempt]:
    """One attempt of an action; call `fail()` on failure. Raises TooManyAttempts before any work."""
    try:
        async with throttle.attempt(action, source, subject) as tried:
            yield tried
    except AttemptsExhausted as error:
        raise TooManyAttempts(error.retry_after) from None
