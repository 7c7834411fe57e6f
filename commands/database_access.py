"""The database of a command: the one of DATABASE_URL, or the embedded one, which runs while the command does."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import NamedTuple, TypeVar

from database import connection, embedded, runtime_role
from settings import Settings

T = TypeVar("T")


class DatabaseUnreachableError(Exception):
    """The database cannot be reached or accepts no writes at the moment; the message is one line, with the reason."""


class DatabaseUrls(NamedTuple):
    """The URLs of a database, one for each role."""

    runtime: str
    """For servers, workers and all other commands."""
    owner: str
    """For migrations."""


@contextmanager
def urls_of(settings: Settings) -> Generator[DatabaseUrls]:
    """The URLs of the database; the embedded server runs for as long as a process uses it.

    Raises EmbeddedDatabaseError.
    """
    if settings.database_url is not None:
        owner = settings.migration_database_url or settings.database_url
        yield DatabaseUrls(settings.database_url.get_secret_value(), owner.get_secret_value())
        return
    try:
        owner_url = embedded.start(settings.data_dir)
        yield DatabaseUrls(embedded.runtime_url(owner_url), owner_url)
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

    with urls_of(settings) as urls:
        return asyncio.run(run_opened(urls.runtime))


async def migrate(settings: Settings, urls: DatabaseUrls) -> None:
    """Migrate the tables as their owner, and set the rights of the runtime role.

    Raises DatabaseUnreachableError.
    """
    async with opened(settings, urls.owner):
        await connection.migrate(login=runtime_role.login_of(urls.runtime))
