"""Attempts whose caller is cancelled: they count if they are expensive, after the caller has gone."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest
from structlog.testing import capture_logs

from resolvers import limited_attempts
from sample.sample_register import SampleRegister
from security.rate_limit_keys import RateLimitKey
from security.throttle import Failures, Throttle


async def test_an_abandoned_attempt_that_cannot_be_counted_is_logged() -> None:
    async def count(keys: Sequence[RateLimitKey]) -> Mapping[str, Failures]:
        raise ConnectionError

    throttle = Throttle(count)
    with capture_logs() as logs:
        async with throttle.attempt("signIn", "192.0.2.1", "a@example.jp") as attempt:
            attempt.abandon(None)
        await asyncio.gather(*throttle._ending, return_exceptions=True)
    assert [(entry["event"], entry["error"]) for entry in logs] == [
        ("abandoned_attempt_not_counted", "ConnectionError")
    ]
    assert not throttle._slots


@pytest.mark.parametrize(("action", "is_counted"), [("signIn", True), ("certificate", False)])
async def test_abandoned_attempts_count_if_they_are_expensive(
    sample: SampleRegister, action: str, *, is_counted: bool
) -> None:
    counted: list[RateLimitKey] = []

    async def count(keys: Sequence[RateLimitKey]) -> Mapping[str, Failures]:
        counted.extend(keys)
        return {key.id: [60] for key in keys}

    throttle = Throttle(count)
    with pytest.raises(asyncio.CancelledError):
        async with limited_attempts.attempt(throttle, action, "192.0.2.1", "subject"):
            raise asyncio.CancelledError
    await asyncio.gather(*throttle._ending, return_exceptions=True)
    assert bool(counted) is is_counted
