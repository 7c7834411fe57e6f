"""Time that passes for failures in the database."""

from tortoise import connections

PASS = "UPDATE failure_window SET failed_at = ARRAY(SELECT at - make_interval(secs => {}) FROM unnest(failed_at) AS at)"


async def passing(seconds: float) -> None:
    """As if all failures had happened so much earlier."""
    await connections.get("default").execute_query(PASS.format(seconds))
