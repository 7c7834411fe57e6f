"""A connection for tests that lock or break the database."""

from collections.abc import AsyncIterator

import asyncpg
import pytest


@pytest.fixture
async def raw(owner_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A separate connection of the owner to the database of the tests, in a transaction that is rolled back."""
    connection = await asyncpg.connect(owner_url)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()
