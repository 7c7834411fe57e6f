import asyncio

import asyncpg
import pytest
from tortoise import connections
from tortoise.exceptions import DBConnectionError, IntegrityError, OperationalError, TransactionManagementError
from tortoise.transactions import in_transaction

from database import connection
from sample.sample_register import SampleRegister


def test_the_pool_is_as_large_as_it_is_told() -> None:
    configured = connection.config("postgresql://u:p@db.example:5433/kakusho", pool_size=7)
    default = configured["connections"]["default"]
    assert default["engine"] == "database.asyncpg_backend"
    assert {"host": "db.example", "port": 5433, "user": "u", "password": "p", "database": "kakusho"}.items() <= (
        default["credentials"].items()
    )
    assert (default["credentials"]["minsize"], default["credentials"]["maxsize"]) == (1, 7)
    assert (configured["use_tz"], configured["timezone"]) == (True, "UTC")


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        FileNotFoundError(),
        TimeoutError(),
        DBConnectionError("down"),
        asyncpg.ConnectionDoesNotExistError("gone"),
        asyncpg.CannotConnectNowError("starting up"),
        asyncpg.AdminShutdownError("terminating"),
        asyncpg.CrashShutdownError("terminating"),
        asyncpg.TooManyConnectionsError("full"),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.InternalClientError("cut"),
        asyncpg.IdleSessionTimeoutError("idle"),
        asyncpg.IdleInTransactionSessionTimeoutError("idle"),
        asyncpg.InvalidPasswordError("not let in"),
        asyncpg.ReadOnlySQLTransactionError("a standby"),
        caused(TransactionManagementError("read-only"), asyncpg.ReadOnlySQLTransactionError("a standby")),
        caused(DBConnectionError("no database"), asyncpg.InvalidCatalogNameError("no database")),
    ],
)
def test_a_database_that_is_away_may_come_back(error: Exception) -> None:
    assert connection.is_unreachable(error)


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError("closed"),
        IntegrityError("twice"),
        asyncpg.UniqueViolationError("twice"),
        asyncpg.InterfaceError("cannot perform operation: another operation is in progress"),
        asyncpg.DeadlockDetectedError("deadlock"),
        asyncpg.OutdatedSchemaCacheError("migrated"),
        caused(OperationalError("no table"), asyncpg.UndefinedTableError("no table")),
        caused(ValueError("another adapter's"), ConnectionResetError()),
    ],
)
def test_other_errors_do_not_go_away_by_themselves(error: Exception | None) -> None:
    assert not connection.is_unreachable(error)


async def test_a_server_that_does_not_run_is_unreachable() -> None:
    with pytest.raises(FileNotFoundError) as caught:
        await asyncpg.connect("postgresql://postgres@/kakusho?host=/nowhere&port=5432", timeout=1)
    assert connection.is_unreachable(caught.value)


async def test_recovers_from_connections_that_were_cut(owner_url: str, sample: SampleRegister) -> None:
    client, killer = connections.get("default"), await asyncpg.connect(owner_url)
    await asyncio.gather(*(client.execute_query("SELECT 1") for _ in range(3)))
    await killer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    await killer.close()
    await asyncio.sleep(0.05)
    for _ in range(3):
        _, rows = await client.execute_query("SELECT 1 AS one")
        assert rows[0]["one"] == 1


async def test_a_server_that_takes_nothing_is_told_from_one_that_does(sample: SampleRegister) -> None:
    await connection.check()
    async with in_transaction() as transaction:
        await transaction.execute_query("SET TRANSACTION READ ONLY")
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError) as caught:
            await connection.check()
        assert connection.is_unreachable(caught.value)
        with pytest.raises(TransactionManagementError) as written:
            await transaction.execute_query("DELETE FROM failure_window")
        assert connection.is_unreachable(written.value)
        await transaction.rollback()
