"""The connection pool of a process, the reachability of its database, and migrations."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import asyncpg
import structlog
from tortoise import Tortoise, connections
from tortoise import models as tortoise_models
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.exceptions import BaseORMException, DBConnectionError
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.transactions import in_transaction

from database import runtime_role

APPS: dict[str, dict[str, Any]] = {
    "models": {"models": ["models"], "default_connection": "default", "migrations": "database.migrations"},
}
MIGRATION_LOCK = 0x6B616B75736F
"""Key of the advisory lock; arbitrary, but the same in every process."""

_FOR_QUERIES: tuple[tuple[Any, str, Any], ...] = (
    (tortoise_models, "get_filters_for_field", lambda *_, **__: {}),
    (StateApps, "_build_initial_querysets", lambda _: None),
)
"""Owner, name and replacement of Tortoise functions that prepare models for queries."""

log = structlog.get_logger(__name__)

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
    asyncpg.InvalidAuthorizationSpecificationError,  # the new server of a fail-over does not know the password yet
    asyncpg.ReadOnlySQLTransactionError,  # a standby, or a primary that is being demoted
    asyncpg.InternalClientError,  # raised by a connection that was lost a moment ago
)


def config(url: str, *, pool_size: int = 20) -> dict[str, Any]:
    """Tortoise's configuration for a PostgreSQL URL."""
    connection: dict[str, Any] = expand_db_url(url)
    connection["engine"] = "database.asyncpg_backend"
    connection["credentials"] |= {"minsize": 1, "maxsize": pool_size, "timeout": 5}
    return {"connections": {"default": connection}, "apps": APPS, "use_tz": True, "timezone": "UTC"}


async def open_(url: str, *, pool_size: int = 20, seconds: float | None = None) -> None:
    """Configure the pool. Connections are opened on demand, so the database may be unreachable now.

    A statement that takes more than `seconds` fails as if the database were unreachable; None for migrations.
    """
    settings = config(url, pool_size=pool_size)
    settings["connections"]["default"]["credentials"]["command_timeout"] = seconds
    await Tortoise.init(config=settings, _enable_global_fallback=True)


def is_unreachable(error: BaseException | None) -> bool:
    """Whether `error` means that the database is unreachable, so that a retry may succeed.

    It is down, starting, stopping, read-only, or has no free connections. Causes of Tortoise's errors count too.
    """
    cause = error.__cause__ if isinstance(error, BaseORMException) else None
    return any(_is_loss(each) for each in (error, cause))


def log_unreachable(error: BaseException, **about: object) -> None:
    """Log that the database is unreachable; `about` names what is affected."""
    log.warning("database_unreachable", error=str(error), **about)


def _is_loss(error: BaseException | None) -> bool:
    if isinstance(error, asyncpg.InterfaceError):
        return "clos" in str(error)
    return isinstance(error, UNREACHABLE) and not isinstance(error, asyncpg.OutdatedSchemaCacheError)


async def check() -> None:
    """Raise an error for which `is_unreachable` is true, unless the database accepts writes.

    Queries the server: a connection pooler may not pass on what the server reports by itself.
    """
    _, rows = await connections.get("default").execute_query("SHOW transaction_read_only")
    if rows[0]["transaction_read_only"] == "on":
        raise asyncpg.ReadOnlySQLTransactionError("the server is read-only")


async def close() -> None:
    """Close the pool."""
    await Tortoise.close_connections()


async def migrate(*, login: runtime_role.Login | None = None) -> None:
    """Apply pending migrations, all or none, also when several processes do so at the same time.

    The same transaction grants the rights of the runtime role; `login` becomes its member.

    Tortoise records a migration outside the transaction that applied it, and concurrent runs of it crash: one outer
    transaction makes it atomic, an advisory lock in it makes concurrent runs wait for each other.
    """
    async with in_transaction() as connection:
        await connection.execute_query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK])
        executor = MigrationExecutor(connection, APPS)
        # Its own query of a table that does not exist yet would abort the transaction.
        await executor.recorder.ensure_schema(AsyncpgSchemaEditor(connection, atomic=False))
        with _models_without_queries():
            await executor.migrate()
        await runtime_role.prepare(connection, login)


@contextmanager
def _models_without_queries() -> Generator[None]:
    """Skip the preparation of models for queries, which Tortoise repeats for each operation: six sevenths of the time.

    Migrations query the database in SQL only, and no other models are created while they run.
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
