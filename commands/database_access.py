"""The database of a command: the one of DATABASE_URL, or the embedded one, which runs while the command does."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

from database import connection, embedded
from settings import Settings

T = TypeVar("T")


class DatabaseUnreachableError(Exception):
    """The database cannot be reached or accepts no writes at the moment; the message is one line, with the reason."""


@contextmanager
def url_of(settings: Settings) -> Generator[str]:
    """The URL of the database; the embedded server runs for as long as a process uses it.

    Raises EmbeddedDatabaseError.
    """
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    try:
        yield embedded.start(settings.data_dir)
    finally:
        embedded.release(settings.data_dir)


@asynccontextmanager
async def opened(settings: Settings, url: str) -> AsyncGenerator[None]:
    """The connection pool of a command. Raises DatabaseUnreachableError."""
    await connection.open_(url, pool_size=settings.database_pool_size)
    try:
        yield
    except Exception as error:
        if not connection.is_unreachable(error):
            raise
        first, *_ = str(error).splitlines() or [type(error).__name__]
        raise DatabaseUnreachableError(f"データベースに接続できないか、書き込めません（{first}）") from error
    finally:
        await connection.close()


def run(settings: Settings, work: Callable[[], Awaitable[T]]) -> T:
    """The result of `work`, called with the database open. Raises DatabaseUnreachableError, EmbeddedDatabaseError."""

    async def run_opened(url: str) -> T:
        async with opened(settings, url):
            return await work()

    with url_of(settings) as url:
        return asyncio.run(run_opened(url))
