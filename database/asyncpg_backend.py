"""Tortoise's asyncpg backend with faults mended.

A transaction that fails to begin returns its connection. Tortoise 1.1.9 takes one from the pool and then begins;
cancelled or failing in between, the connection is never given back, and a pool is dead after as many cancellations as
it has connections.

A connection to a server that has become read-only is closed instead of used, and a new one made: after a fail-over the
address leads elsewhere, but connections stay where they are.

A name that PostgreSQL would cut is an error: Tortoise names a joined column by all relations that lead to it, the
server keeps 63 bytes of a name without an error, and Tortoise then makes a row without that column, without one either.

Tortoise picks the client by the name `client_class`, and its migrations pick their dialect by the word "asyncpg" in
this module's name.
"""

import re
from functools import lru_cache
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import NestedTransactionContext, TransactionalDBClient, TransactionContextPooled
from tortoise.connection import get_connections

LONGEST_NAME = 63
"""Bytes of a name that PostgreSQL keeps (NAMEDATALEN - 1)."""
_NAMES = re.compile(r"""'(?:[^']|'')*'|"((?:[^"]|"")+)"|\b([^\W\d][\w$]*)""")
"""Texts, which are passed over, and names in quotes or without."""


class NameTooLongError(Exception):
    """A statement has a name that PostgreSQL would cut: fewer relations have to be followed in it."""


@lru_cache(maxsize=2_048)
def require_whole_names(statement: str) -> None:
    """Raises NameTooLongError."""
    for quoted, plain in _NAMES.findall(statement):
        name = (quoted or plain).replace('""', '"')
        if len(name.encode()) > LONGEST_NAME:
            raise NameTooLongError(name)


class ReturningTransaction(TransactionContextPooled):
    """Begins like its parent, and gives the connection back when that does not come to an end."""

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
    """What reads rows, for clients: with statements only whose names are whole."""

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
    """The client within a transaction."""

    def _in_transaction(self) -> NestedTransactionContext:
        return NestedTransactionContext(Transaction(self))


class Client(WholeNames, AsyncpgDBClient):
    """The client whose transactions return their connections.

    Nothing here changes the settings of a session, so connections go back to the pool without the statement that resets
    them (140 µs each time); asyncpg still ends a transaction that was left open.
    """

    async def create_pool(self, **kwargs: Any) -> asyncpg.Pool:
        """As its parent does."""
        return await asyncpg.create_pool(None, setup=require_writable, reset=_unchanged, **kwargs)

    def _in_transaction(self) -> ReturningTransaction:
        return ReturningTransaction(Transaction(self), self._pool_init_lock)


async def require_writable(connection: Any) -> None:
    """Raise ReadOnlySQLTransactionError, whereupon the pool closes the connection.

    Costs no round trip: PostgreSQL tells both settings with the first answer and whenever they change.
    """
    settings = connection.get_settings()
    told = (getattr(settings, name, "off") for name in ("in_hot_standby", "default_transaction_read_only"))
    if "on" in told:
        raise asyncpg.ReadOnlySQLTransactionError("the server is read-only")


async def _unchanged(_: object) -> None:
    """There is nothing to reset."""


client_class = Client
