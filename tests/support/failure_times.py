"""Time that passes for failures in the database."""

from tortoise import connections

AGE_FAILURES = (
    "UPDATE failure_window SET failed_at = ARRAY(SELECT at - make_interval(secs => {}) FROM unnest(failed_at) AS at)"
)


async def age_failures(seconds: float) -> None:
    """As if all failures had happened so much earlier."""
    await connections.get("default").execute_query(AGE_FAILURES.format(seconds))


CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%failure%'"
