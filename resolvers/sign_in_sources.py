"""Addresses from which people have signed in, as the audit log has them: of all processes, also after a restart."""

from tortoise import connections

from security.known_sources import KNOWN_DAYS, KnownSources

ALL_SECONDS = KNOWN_DAYS * 86_400.0
RECENT_SECONDS = 60.0
"""More than there are between two looks, for what is committed late."""
MAX_EVENTS = 20_000
"""Read at most, the newest."""
READ = """
SELECT address, extract(epoch FROM clock_timestamp() - max(at))::float8 AS seconds
FROM (
    SELECT address, at FROM audit_event
    WHERE action = 'session.begun' AND at > clock_timestamp() - make_interval(secs => $1)
    ORDER BY at DESC LIMIT $2
) AS begun
GROUP BY address ORDER BY seconds DESC
"""


async def read(known: KnownSources, *, seconds: float = ALL_SECONDS) -> None:
    """Add those of the last seconds."""
    for row in await connections.get("default").execute_query_dict(READ, [seconds, MAX_EVENTS]):
        known.add(row["address"], seconds_ago=row["seconds"])
