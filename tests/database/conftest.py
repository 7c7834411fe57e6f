"""A connection for tests that lock or break the database."""

from collections.abc import AsyncIterator

import asyncpg
import pytest


@pytest.fixture
async def raw(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A separate connection to the database of the tests, in a transaction that is rolled back."""
    connection = await asyncpg.connect(database_url)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()
