"""Tortoise's asyncpg backend with three faults fixed.

A transaction that fails to begin returns its connection. Tortoise 1.1.9 acquires one from the pool and then begins;
if that is cancelled or fails, the connection is never released, and the pool is empty after as many cancellations as it
has connections.

A connection to a server that has become read-only is closed instead of used, and a new one is opened: after a fail-over
the address resolves to another server, but open connections stay with the old one.

A name that PostgreSQL would truncate is an error. Tortoise names a joined column by all relations on its path; the
server truncates names to 63 bytes, and Tortoise then builds a row without that column. Neither raises an error.

Tortoise picks the client by the name `client_class`, and its migrations pick their dialect by the word "asyncpg" in
this module's name.
"""

import re
from functools import lru_cache
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base import executor
from tortoise.backends.base.client import NestedTransactionContext, TransactionalDBClient, TransactionContextPooled
from tortoise.connection import get_connections

ROWS_PER_TURN = 50
"""Rows that Tortoise creates in one turn of the event loop, less than 1 ms; its own number of 2,000 takes 30."""
LONGEST_NAME = 63
"""Bytes (NAMEDATALEN - 1)."""
_NAMES = re.compile(r"""'(?:[^']|'')*'|"((?:[^"]|"")+)"|\b([^\W\d][\w$]*)""")
"""String literals, which are skipped, and names with or without quotes."""


class NameTooLongError(Exception):
    """A statement has a name that PostgreSQL would truncate; it has to join fewer relations."""


@lru_cache(maxsize=2_048)
def require_whole_names(statement: str) -> None:
    """Raises NameTooLongError."""
    for quoted, plain in _NAMES.findall(statement):
        name = (quoted or plain).replace('""', '"')
        if len(name.encode()) > LONGEST_NAME:
            raise NameTooLongError(name)


class ReturningTransaction(TransactionContextPooled):
    """Begins like its parent, and releases the connection if that fails."""

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        pool: Any = self.client._parent._pool
        self.client._connection = await pool.acquire()
        self.token = get_connections().set(self.connection_name, self.client)
        try:
            await self.client.begin()
        except BaseException:
            get_connections().reset(self.token)
            await pool.release(self.client._connection)
            raise
        return self.client


class WholeNames:
    """Mix-in for clients: rejects statements with a name that PostgreSQL would truncate."""

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, list[Any]]:
        """As its parent does. Raises NameTooLongError."""
        require_whole_names(query)
        parent: Any = super()
        return await parent.execute_query(query, values)

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        """As its parent does. Raises NameTooLongError."""
        require_whole_names(query)
        parent: Any = super()
        return await parent.execute_query_dict(query, values)


class Transaction(WholeNames, TransactionWrapper):
    """The client in a transaction."""

    def _in_transaction(self) -> NestedTransactionContext:
        return NestedTransactionContext(Transaction(self))


class Client(WholeNames, AsyncpgDBClient):
    """The client outside of transactions.

    No code changes the settings of a session, so connections are released without the statement that resets them
    (140 µs each time); asyncpg still rolls back a transaction that was left open.
    """

    _is_closed = False

    async def create_pool(self, **kwargs: Any) -> asyncpg.Pool:
        """As its parent does. Raises InterfaceError once the client is closed: nothing would close the pool."""
        pool = await asyncpg.create_pool(None, setup=require_writable, reset=_unchanged, **kwargs)
        if self._is_closed:
            await pool.close()
            raise asyncpg.InterfaceError("the client is closed")
        return pool

    async def _close(self) -> None:
        self._is_closed = True
        await super()._close()

    def _in_transaction(self) -> ReturningTransaction:
        return ReturningTransaction(Transaction(self), self._pool_init_lock)


async def require_writable(connection: Any) -> None:
    """Raise ReadOnlySQLTransactionError, whereupon the pool closes the connection.

    Takes no round trip: PostgreSQL reports both settings when a connection opens and whenever they change.
    """
    settings = connection.get_settings()
    reported = (getattr(settings, name, "off") for name in ("in_hot_standby", "default_transaction_read_only"))
    if "on" in reported:
        raise asyncpg.ReadOnlySQLTransactionError("the server is read-only")


async def _unchanged(_: object) -> None:
    """Nothing to reset."""


client_class = Client
executor.CHUNK_SIZE = ROWS_PER_TURN
