"""Failures and successes that a throttle counts, and the passing of time in the database."""

from tortoise import connections

from security.throttle import Throttle

AGE_FAILURES = (
    "UPDATE failure_window SET failed_at = ARRAY(SELECT at - make_interval(secs => {}) FROM unnest(failed_at) AS at)"
)


async def age_failures(seconds: float) -> None:
    """Move all failures so much into the past."""
    await connections.get("default").execute_query(AGE_FAILURES.format(seconds))


CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%failure%'"


class Wrong(Exception):
    """An exception that a caller may raise after a failure."""


async def fail(throttle: Throttle, *, action: str = "look", address: str = "192.0.2.1", subject: str = "a") -> None:
    async with throttle.attempt(action, address, subject) as attempt:
        attempt.fail()


async def succeed(throttle: Throttle, *, address: str = "192.0.2.1", subject: str = "a") -> None:
    async with throttle.attempt("look", address, subject):
        pass
