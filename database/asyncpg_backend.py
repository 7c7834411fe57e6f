"""Tortoise's asyncpg backend with two faults mended.

A transaction that fails to begin returns its connection. Tortoise 1.1.9 takes one from the pool and then begins;
cancelled or failing in between, the connection is never given back, and a pool is dead after as many cancellations as
it has connections.

A connection to a server that has become read-only is closed instead of used, and a new one made: after a fail-over the
address leads elsewhere, but connections stay where they are.

Tortoise picks the client by the name `client_class`, and its migrations pick their dialect by the word "asyncpg" in
this module's name.
"""

from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient, TransactionContextPooled
from tortoise.connection import get_connections


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


class Client(AsyncpgDBClient):
    """The client whose transactions return their connections.

    Nothing here changes the settings of a session, so connections go back to the pool without the statement that resets
    them (140 µs each time); asyncpg still ends a transaction that was left open.
    """

    async def create_pool(self, **kwargs: Any) -> asyncpg.Pool:
        """As its parent does."""
        return await asyncpg.create_pool(None, setup=require_writable, reset=_unchanged, **kwargs)

    def _in_transaction(self) -> ReturningTransaction:
        return ReturningTransaction(TransactionWrapper(self), self._pool_init_lock)


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
