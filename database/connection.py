"""Opening and closing the one database of a process, and bringing its tables up to date."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import asyncpg
from tortoise import Tortoise, connections
from tortoise import models as tortoise_models
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.exceptions import BaseORMException, DBConnectionError
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.transactions import in_transaction

APPS: dict[str, dict[str, Any]] = {
    "models": {"models": ["models"], "default_connection": "default", "migrations": "database.migrations"},
}
MIGRATION_LOCK = 0x6B616B75736F
"""Any number will do, as long as every process takes the same."""

_FOR_QUERIES: tuple[tuple[Any, str, Any], ...] = (
    (tortoise_models, "get_filters_for_field", lambda *_, **__: {}),
    (StateApps, "_build_initial_querysets", lambda _: None),
)
"""What Tortoise prepares for queries, and what is done instead where there are none."""

UNREACHABLE = (
    OSError,
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.IdleSessionTimeoutError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InvalidAuthorizationSpecificationError,  # not yet let in, or no longer, at the other end of a fail-over
    asyncpg.ReadOnlySQLTransactionError,  # a standby, or a server that is being given up
    asyncpg.InternalClientError,  # what a connection says that was cut a moment ago
)


def config(url: str, *, pool_size: int = 20) -> dict[str, Any]:
    """Tortoise's configuration for a PostgreSQL URL."""
    connection: dict[str, Any] = expand_db_url(url)
    connection["engine"] = "database.asyncpg_backend"
    connection["credentials"] |= {"minsize": 1, "maxsize": pool_size, "timeout": 5}
    return {"connections": {"default": connection}, "apps": APPS, "use_tz": True, "timezone": "UTC"}


async def open_(url: str, *, pool_size: int = 20, seconds: float | None = None) -> None:
    """Make the pool ready; connections are made as they are needed, so the database may be down now.

    A statement that takes more than `seconds` fails as if the database were not there (migrations may take longer).
    """
    settings = config(url, pool_size=pool_size)
    settings["connections"]["default"]["credentials"]["command_timeout"] = seconds
    await Tortoise.init(config=settings, _enable_global_fallback=True)


def is_unreachable(error: BaseException | None) -> bool:
    """Whether `error` is what a database that is away looks like: later it may work.

    It is down, starting, stopping, full or read-only. Tortoise's errors are told by their causes too.
    """
    cause = error.__cause__ if isinstance(error, BaseORMException) else None
    return any(_is_loss(each) for each in (error, cause))


def _is_loss(error: BaseException | None) -> bool:
    if isinstance(error, asyncpg.InterfaceError):
        return "clos" in str(error)
    return isinstance(error, UNREACHABLE) and not isinstance(error, asyncpg.OutdatedSchemaCacheError)


async def check() -> None:
    """Raise what `is_unreachable` knows unless the database is there and takes what is written.

    Asks the server itself: what connections are told of it may not come through a pooler.
    """
    _, rows = await connections.get("default").execute_query("SHOW transaction_read_only")
    if rows[0]["transaction_read_only"] == "on":
        raise asyncpg.ReadOnlySQLTransactionError("the server is read-only")


async def close() -> None:
    """Close the pool."""
    await Tortoise.close_connections()


async def migrate() -> None:
    """Bring the tables up to date, whole or not at all, also when several processes start at once.

    Tortoise records a migration outside the transaction that made it, and two of its runs at the same time crash: one
    outer transaction around everything makes it whole, an advisory lock in it puts the runs in a row.
    """
    async with in_transaction() as connection:
        await connection.execute_query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK])
        executor = MigrationExecutor(connection, APPS)
        # Its own first look at a table that is not there yet would spoil the transaction.
        await executor.recorder.ensure_schema(AsyncpgSchemaEditor(connection, atomic=False))
        with _models_without_queries():
            await executor.migrate()


@contextmanager
def _models_without_queries() -> Generator[None]:
    """Tortoise makes all models anew for each operation, and prepares each for queries: six sevenths of the work.

    Migrations ask the database in SQL alone, and nobody makes other models while they run.
    """
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in _FOR_QUERIES]
    for owner, name, instead in _FOR_QUERIES:
        setattr(owner, name, instead)
    try:
        yield
    finally:
        for owner, name, function in before:
            setattr(owner, name, function)


async def is_current() -> bool:
    """Whether every migration has been applied."""
    return not await MigrationExecutor(connections.get("default"), APPS).plan()
