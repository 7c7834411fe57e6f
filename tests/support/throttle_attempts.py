"""Failures and successes that a throttle counts."""

from security.throttle import Throttle


class Wrong(Exception):
    """What a caller may raise after a failure."""


async def fail(throttle: Throttle, *, action: str = "look", address: str = "192.0.2.1", subject: str = "a") -> None:
    async with throttle.attempt(action, address, subject) as attempt:
        attempt.fail()


async def succeed(throttle: Throttle, *, address: str = "192.0.2.1", subject: str = "a") -> None:
    async with throttle.attempt("look", address, subject):
        pass
