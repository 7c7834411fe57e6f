"""Statements as the owner of the tables, which the application's role may not run, such as disabling triggers."""

import asyncpg


class _Owner:
    """A connection that is opened when needed, also after it was closed by the server."""

    def __init__(self) -> None:
        self.url = ""
        self._connection: asyncpg.Connection | None = None

    async def execute(self, script: str) -> None:
        connection = self._connection
        if connection is None or connection.is_closed():
            connection = self._connection = await asyncpg.connect(self.url)
        await connection.execute(script)

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()


OWNER = _Owner()


async def execute_as_owner(script: str) -> None:
    """Run one or more statements, in one transaction unless they control transactions themselves."""
    await OWNER.execute(script)


async def execute_without_triggers(*statements: str) -> None:
    """Run statements in one transaction in which triggers and foreign keys are disabled."""
    await OWNER.execute("; ".join(["BEGIN", "SET LOCAL session_replication_role = replica", *statements, "COMMIT"]))
